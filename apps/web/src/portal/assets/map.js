// The map that moves. Loaded by map pages alone, and its parts only when somebody opens it; the drawn map and the list do without it.
const script = (url) =>
  new Promise((resolve, reject) => {
    const tag = Object.assign(document.createElement('script'), { src: url, onload: resolve, onerror: reject });
    document.head.append(tag);
  });
const style = (url) =>
  new Promise((resolve) => {
    const tag = Object.assign(document.createElement('link'), {
      rel: 'stylesheet',
      href: url,
      onload: resolve,
      onerror: resolve,
    });
    document.head.append(tag);
  });
const json = async (url) => (await fetch(url)).json();

/** Pictures of another server, where the settings name one. */
function layTiles(L, map, { url, attribution }) {
  map.addControl(L.control.attribution({ prefix: false }));
  L.tileLayer(url, { attribution: attribution.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`) }).addTo(map);
}

function drawGround(L, map, { communes, outlines }) {
  const canvas = L.canvas();
  for (const outline of outlines)
    L.polygon(outline, { renderer: canvas, color: '#8a7f72', weight: 1, fillOpacity: 0.05, interactive: false }).addTo(
      map,
    );
  for (const [lat, lon, population] of communes)
    L.circleMarker([lat, lon], {
      renderer: canvas,
      radius: 1.5 + Math.sqrt(population) / 60,
      stroke: false,
      fillColor: '#8a7f72',
      fillOpacity: 0.5,
      interactive: false,
    }).addTo(map);
  const names = L.layerGroup().addTo(map);
  const label = () => {
    names.clearLayers();
    const bounds = map.getBounds();
    const seen = communes.filter(([lat, lon, , name]) => name && bounds.contains([lat, lon]));
    for (const [lat, lon, , name] of seen.sort((a, b) => b[2] - a[2]).slice(0, 15))
      L.marker([lat, lon], {
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: 'map-town', html: '', iconSize: null }),
      })
        .addTo(names)
        .getElement().textContent = name;
  };
  map.on('moveend', label);
  return label;
}

function drawShops(L, map, points) {
  const cluster = L.markerClusterGroup({ showCoverageOnHover: false, maxClusterRadius: 44 });
  for (const { name, url, trade, lat, lon, isOpen } of points) {
    const link = Object.assign(document.createElement('a'), { href: url, textContent: name, rel: 'noopener' });
    const box = document.createElement('div');
    box.append(link, document.createElement('br'), trade);
    const icon = L.divIcon({ className: isOpen ? 'map-pin is-open' : 'map-pin', iconSize: [22, 22] });
    cluster.addLayer(L.marker([lat, lon], { icon, title: name, alt: name }).bindPopup(box));
  }
  map.addLayer(cluster);
  if (points.length > 0) map.fitBounds(cluster.getBounds().pad(0.2), { maxZoom: 12 });
}

async function open(figure) {
  const { map: pointsUrl, ground, leaflet, styles } = figure.dataset;
  await Promise.all(styles.split(' ').map(style));
  for (const url of leaflet.split(' ')) await script(url);
  const { L } = window;
  const [groundData, { points }] = await Promise.all([json(ground), json(pointsUrl)]);
  const box = Object.assign(document.createElement('div'), { className: 'place-map-live' });
  figure.querySelector('svg').replaceWith(box);
  const map = L.map(box, { center: [47.4, 1.7], zoom: 8, minZoom: 6, maxZoom: 17, attributionControl: false });
  const label = groundData.tiles ? layTiles(L, map, groundData.tiles) : drawGround(L, map, groundData);
  drawShops(L, map, points);
  label?.();
}

for (const figure of document.querySelectorAll('[data-map]')) {
  const button = figure.querySelector('.place-map-open');
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    await open(figure).then(
      () => button.remove(),
      () => (button.disabled = false),
    );
  });
}
