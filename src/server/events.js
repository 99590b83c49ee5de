// Listens to the preview server and passes on what it says. As a shared worker it
// does so for all tabs at once, because browsers open only six connections to a
// host and every stream keeps one. Where there are no shared workers (Chrome on
// Android), the page imports `listen` and has a stream of its own.
// It never looks at a page, and never decides what a change means for one.

/**
 * Calls `tell` with a list of the files that changed: empty at the beginning, and
 * null after the connection was lost, when nobody knows. Returns what ends it.
 */
export function listen(tell) {
  let source;
  let timer;
  let lost = false;

  function open() {
    source = new EventSource('/_rolebook/events');
    source.addEventListener('hello', () => tell(lost ? null : []));
    source.addEventListener('change', ({ data }) => tell(JSON.parse(data).files));
    // An EventSource gives up for good after an answer like 503, and waits as long
    // as the browser likes after others. A new one every second does neither.
    source.addEventListener('error', () => {
      lost = true;
      source.close();
      timer = setTimeout(open, 1000);
    });
  }

  open();
  return () => {
    source.close();
    clearTimeout(timer);
  };
}

// A channel rather than the ports of the tabs: nobody tells a worker which of them
// are closed. A tab asks about its page by itself when it opens, so it need not be
// greeted here.
if ('onconnect' in globalThis) {
  const channel = new BroadcastChannel('rolebook');
  listen(files => channel.postMessage(files));
}
