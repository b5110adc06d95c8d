// Does nothing for ever. Its arguments are for who looks for it.
console.log(process.pid);
setInterval(() => {}, 1_000);
