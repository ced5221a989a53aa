// Preloaded into every process that a script starts: the channel to the parent closes when the parent dies, even by `kill -9`.
const PATIENCE_MS = 15_000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();

// Processes that this one forks have a channel of their own and other uses for it.
const own = process.execArgv.findIndex((word) => word.endsWith('end-with-parent.mjs'));
if (own > 0) process.execArgv.splice(own - 1, 2);
