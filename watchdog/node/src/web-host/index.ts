export type { Route } from './routes.js';
export { createWebHost, type WebHost, type WebHostOptions } from './web-host.js';
