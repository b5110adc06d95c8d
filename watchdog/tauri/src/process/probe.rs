//! One look at a backend that has a port of its own. Loopback only.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use url::Url;

/// A GET that answers 2xx or 3xx. `Ok` and `Err` both say in words what was found.
pub fn get(url: &str, timeout: Duration) -> Result<String, String> {
    let url = Url::parse(url).map_err(|error| format!("{url} is no address: {error}"))?;
    if url.scheme() != "http" {
        return Err(format!("{url} is not http"));
    }
    let host = url
        .host_str()
        .ok_or_else(|| format!("{url} names no host"))?;
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = connect(host, port, timeout)?;
    let mut target = url.path().to_owned();
    if let Some(query) = url.query() {
        target = format!("{target}?{query}");
    }
    let request =
        format!("GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .map_err(|error| error.to_string())?;
    let mut line = String::new();
    BufReader::new(stream)
        .read_line(&mut line)
        .map_err(|error| error.to_string())?;
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse::<u16>().ok());
    match status {
        Some(code @ 200..=399) => Ok(format!("{url} answered {code}")),
        Some(code) => Err(format!("{url} answered {code}")),
        None => Err(format!("{url} answered something that is no HTTP")),
    }
}

/// A connection to 127.0.0.1 that is accepted.
pub fn accepts(port: u16, timeout: Duration) -> Result<String, String> {
    connect("127.0.0.1", port, timeout).map(|_| format!("port {port} accepts connections"))
}

fn connect(host: &str, port: u16, timeout: Duration) -> Result<TcpStream, String> {
    let addresses: Vec<SocketAddr> = (host.trim_matches(['[', ']']), port)
        .to_socket_addrs()
        .map_err(|error| format!("{host}: {error}"))?
        .filter(|address| address.ip().is_loopback())
        .collect();
    if addresses.is_empty() {
        return Err(format!("{host} is not on this machine"));
    }
    let mut last = String::new();
    for address in addresses {
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(stream) => {
                let limited = stream
                    .set_read_timeout(Some(timeout))
                    .and(stream.set_write_timeout(Some(timeout)));
                return limited.map(|()| stream).map_err(|error| error.to_string());
            }
            Err(error) => last = format!("{address}: {error}"),
        }
    }
    Err(last)
}
