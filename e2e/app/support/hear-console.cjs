// Loaded into the app's main process before its own code: every error on a page's console is told on stderr, from the first load on.
const { app } = require('electron');

app.on('web-contents-created', (_created, contents) => {
  // Newer Electrons say the level as a word on the event, older ones as a number beside it.
  contents.on('console-message', (event, level, message) => {
    const isError = event.level === undefined ? level === 3 : event.level === 'error';
    if (isError) process.stderr.write(`console: ${(event.message ?? message).replaceAll('\n', ' ')}\n`);
  });
});
