/* A canvas and the part of the world that it shows; the screen and the paper draw alike. */

class View {
  /* left, top: pixels of the world at this zoom that lie at the canvas' corner */
  constructor(canvas, zoom, left, top, width, height, ratio) {
    this.ctx = canvas.getContext("2d");
    this.zoom = zoom;
    this.scale = 256 * Math.pow(2, zoom);
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    this.ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.ctx.lineJoin = this.ctx.lineCap = "round";
  }

  x(world) { return world[0] * this.scale - this.left; }

  y(world) { return world[1] * this.scale - this.top; }

  /* How large marks are: by the county's size here, by how many they are, by how near we are. */
  growth() {
    const county = (extent[2] - extent[0]) * 256 * Math.pow(2, fitZoom);
    const crowd = Math.min(1, Math.max(0.75, Math.sqrt(400 / schools.length)));
    const room = crowd * Math.min(1.25, Math.max(0.6, Math.sqrt(county / 740)));
    return room * Math.min(2.4, Math.max(0.75, Math.pow(1.24, this.zoom - fitZoom)));
  }

  cover(colour) {
    this.ctx.fillStyle = colour;
    this.ctx.fillRect(0, 0, this.width, this.height);
  }

  sees(x, y, margin) {
    return x > -margin && y > -margin && x < this.width + margin && y < this.height + margin;
  }

  trace(line) {
    const ctx = this.ctx;
    for (let i = 0; i < line.length; i += 2) {
      const x = line[i] * this.scale - this.left, y = line[i + 1] * this.scale - this.top;
      if (i) { ctx.lineTo(x, y); } else { ctx.moveTo(x, y); }
    }
  }
}

/* The zoom at which the whole county fits the first screen; set once the map has its size. */
let fitZoom = 11;

function zoomToFit(width, height, margin) {
  const wide = (width - 2 * margin) / (extent[2] - extent[0] || 1e-6);
  const high = (height - 2 * margin) / (extent[3] - extent[1] || 1e-6);
  return Math.min(15, Math.log2(Math.min(wide, high) / 256));
}

/* A view of the whole county on a canvas of its own, for paper. */
function wholeView(canvas, width, height, ratio) {
  const zoom = zoomToFit(width, height, 18), scale = 256 * Math.pow(2, zoom);
  const left = (extent[0] + extent[2]) / 2 * scale - width / 2;
  const top = (extent[1] + extent[3]) / 2 * scale - height / 2;
  return new View(canvas, zoom, left, top, width, height, ratio);
}
