// Comfort only: the back office as an app that opens without a network. Every page works without this file.
if (isSecureContext && 'serviceWorker' in navigator) {
  addEventListener('load', () =>
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined),
  );
}

// A page that was shown for want of a network is loaded anew when there is one.
if (document.querySelector('[data-offline]')) addEventListener('online', () => location.reload());
