/* The pictures as layers of the Leaflet map: redrawn when it moves, scaled while it zooms. */

const PictureLayer = L.Renderer.extend({
  options: {padding: 0.15},

  initialize: function (paint, options) {
    L.Renderer.prototype.initialize.call(this, options);
    this._paint = paint;
  },

  _initContainer: function () {
    this._container = document.createElement("canvas");
  },

  _destroyContainer: function () {
    this._container.remove();
    this._container = null;
  },

  _update: function () {
    if (this._map._animatingZoom && this._bounds) { return; }
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.style.width = size.x + "px";
    this._container.style.height = size.y + "px";
    this.repaint();
  },

  _updatePaths: function () {},

  /* Draw again where the map stands. */
  repaint: function () {
    if (!this._bounds) { return; }
    const size = this._bounds.getSize();
    const corner = this._map.getPixelOrigin().add(this._bounds.min);
    this._paint(new View(this._container, this._map.getZoom(), corner.x, corner.y, size.x, size.y,
      Math.min(3, window.devicePixelRatio || 1)));
  },

  /* A point of the map's window as a point of this picture. */
  point: function (containerPoint) {
    return this._map.containerPointToLayerPoint(containerPoint).subtract(this._bounds.min);
  },
});

function paneFor(map, name, z) {
  const pane = map.createPane(name);
  pane.style.zIndex = z;
  pane.style.pointerEvents = "none";
  return name;
}

/* The school or move under a point of the picture; small schools win over large ones. */
function under(drawn, point) {
  let best = null;
  drawn.marks.forEach((mark) => {
    const away = Math.hypot(mark.x - point.x, mark.y - point.y);
    if (away <= Math.max(mark.r, 5) + 4 && (!best || away - mark.r / 4 < best.away)) {
      best = {away: away - mark.r / 4, school: mark.school};
    }
  });
  if (best) { return {school: best.school}; }
  const near = drawn.lines.find(({way, now}) => now && way && way.some(
    (p) => Math.hypot(p[0] - point.x, p[1] - point.y) < 6));
  return near ? {line: near.line} : null;
}
