// Preloaded into every process that a script starts: the channel to the parent closes when the parent dies, even by `kill -9`.
const PATIENCE_MS = 15_000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();
