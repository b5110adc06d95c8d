"""Has a server of its own; the link is its lifeline and tells its port."""

import http.server
import sys
import threading

import lifebound

backend = lifebound.Backend("2.0.0")
server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
thread = threading.Thread(target=server.serve_forever)
thread.start()


@backend.on_stop
def close() -> None:
    server.shutdown()
    thread.join()
    server.server_close()


sys.exit(backend.run(port=server.server_address[1]))
