// Preloaded into child processes (node --import): when the parent is gone, however it ended, so is the child.

if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref(); // the channel alone keeps nobody alive
}
