/* Names: placed by importance, never over each other. */

const FONT = '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "Source Han Sans SC", "Segoe UI", Arial, sans-serif';

class Labels {
  /* covered: boxes of the picture on which something else lies */
  constructor(view, covered) {
    this.view = view;
    this.taken = covered.slice();
    this.written = [];
  }

  isFree(box) {
    return this.taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
  }

  reserve(x, y, r) {
    this.taken.push([x - r, y - r, x + r, y + r]);
  }

  note(text, box) {
    this.taken.push(box);
    this.written.push({text, box});
  }

  /* Write `text` beside a mark where there is room; tells whether there was. */
  beside(text, x, y, r, look) {
    const ctx = this.view.ctx;
    ctx.font = (look.weight || 400) + " " + look.size + "px " + FONT;
    const w = ctx.measureText(text).width, h = look.size, gap = r + 3;
    const corner = [[x + gap, y - h / 2], [x - gap - w, y - h / 2], [x - w / 2, y + gap],
      [x - w / 2, y - gap - h]];
    const found = corner.find(([l, t]) => this.fits(l, t, w, h)) || (look.must && corner[0]);
    if (!found) { return false; }
    this.write(text, found[0], found[1] + h / 2, look);
    this.note(text, [found[0] - 2, found[1] - 1, found[0] + w + 2, found[1] + h + 1]);
    return true;
  }

  fits(l, t, w, h) {
    return this.isFree([l - 1, t, l + w + 1, t + h]);
  }

  write(text, x, y, look) {
    const ctx = this.view.ctx;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.lineWidth = 3.4;
    ctx.strokeStyle = COLOUR.land;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = look.colour;
    ctx.fillText(text, x, y);
  }

  /* A township's name, letter by letter with wide spaces. */
  spaced(text, x, y, size) {
    const ctx = this.view.ctx, letters = Array.from(text);
    ctx.font = "400 " + size + "px " + FONT;
    const gap = /[\u2e80-\u9fff]/.test(text) ? size * 0.55 : size * 0.18;
    const widths = letters.map((letter) => ctx.measureText(letter).width);
    const whole = widths.reduce((a, b) => a + b, 0) + gap * (letters.length - 1);
    const boxes = [0, 1.3, -1.3, 2.2, -2.2].map((lines) => lines * size).map((up) => [x - whole / 2, y + up - size / 2,
      x + whole / 2, y + up + size / 2]);
    const box = boxes.find((b) => this.isFree(b));
    if (!box) { return; }
    this.note(text, box);
    let at = box[0];
    letters.forEach((letter, i) => {
      this.write(letter, at, box[1] + size / 2, {colour: COLOUR.place});
      at += widths[i] + gap;
    });
  }
}
