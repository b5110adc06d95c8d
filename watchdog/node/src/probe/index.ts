export { type ProbeResult, probeHttp } from './http.js';
export { probeTcp } from './tcp.js';
