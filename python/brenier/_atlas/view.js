// A stage with two canvases that can be moved and zoomed: one for what stays, one for what follows
// the pointer. The plane that it shows has y upwards, and its longer side is 1.

const FARTHEST = 400; // zoom
const DRAG = 5; // pixels by which a click may be off

class View {
  constructor(section, size, actions) {
    this.stage = section.querySelector(".stage");
    [this.base, this.over] = section.querySelectorAll("canvas");
    this.size = size;
    this.actions = actions;
    this.zoom = 1;
    this.centre = [size[0] / 2, size[1] / 2];
    this.pointers = new Map();
    this.stale = { base: true, over: true };
    new ResizeObserver(() => this.refresh()).observe(this.stage);
    this.listen();
    for (const button of section.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.zoomBy(button.dataset.zoom));
    }
  }

  get scale() {
    return 0.95 * this.zoom * Math.min(this.width / this.size[0], this.height / this.size[1]);
  }

  toScreen(x, y) {
    const s = this.scale;
    return [this.width / 2 + (x - this.centre[0]) * s, this.height / 2 - (y - this.centre[1]) * s];
  }

  toPlane(left, top) {
    const s = this.scale;
    const [right, up] = [left - this.width / 2, this.height / 2 - top];
    return [this.centre[0] + right / s, this.centre[1] + up / s];
  }

  refresh(parts = ["base", "over"]) {
    for (const part of parts) this.stale[part] = true;
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.width = this.stage.clientWidth;
      this.height = this.stage.clientHeight;
      for (const part of ["base", "over"]) if (this.stale[part]) this.draw(part);
    });
  }

  draw(part) {
    const canvas = this[part];
    const ratio = devicePixelRatio;
    const [w, h] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    this.actions[part](context, this);
    this.stale[part] = false;
  }

  // Lets a context draw paths of the plane; widths of lines are then to be divided by the scale.
  inPlane(context, draw) {
    const [x, y] = this.toScreen(0, 0);
    context.save();
    context.translate(x, y);
    context.scale(this.scale, -this.scale);
    draw(context, this.scale);
    context.restore();
  }

  zoomBy(how, at = [this.width / 2, this.height / 2]) {
    if (how === "all") {
      this.zoom = 1;
      this.centre = [this.size[0] / 2, this.size[1] / 2];
    } else {
      const factor = how === "in" ? 1.6 : how === "out" ? 1 / 1.6 : how;
      const fixed = this.toPlane(...at);
      this.zoom = Math.min(FARTHEST, Math.max(1, this.zoom * factor));
      const moved = this.toPlane(...at);
      this.moveBy(fixed[0] - moved[0], fixed[1] - moved[1]);
    }
    this.refresh();
  }

  moveBy(dx, dy) {
    this.centre = [this.centre[0] + dx, this.centre[1] + dy].map((c, axis) => {
      const slack = (this.size[axis] / 2) * (1 - 1 / this.zoom);
      return Math.min(this.size[axis] / 2 + slack, Math.max(this.size[axis] / 2 - slack, c));
    });
    this.refresh();
  }

  place(event) {
    const { left, top } = this.base.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  listen() {
    const { stage, pointers } = this;
    stage.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      const scrolls = event.pointerType === "touch" && !this.actions.follows;
      if (!scrolls) stage.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, { at: this.place(event), from: this.place(event) });
      this.dragged = pointers.size > 1;
    });
    stage.addEventListener("pointermove", (event) => {
      const at = this.place(event);
      const pointer = pointers.get(event.pointerId);
      if (!pointer) {
        this.actions.hover(...this.toPlane(...at), this);
        return;
      }
      if (Math.hypot(at[0] - pointer.from[0], at[1] - pointer.from[1]) > DRAG) this.dragged = true;
      if (pointers.size === 2) this.pinch(pointer, at);
      else if (event.pointerType === "touch" && this.actions.follows) {
        this.actions.hover(...this.toPlane(...at), this);
      } else if (this.dragged && event.pointerType !== "touch") {
        this.moveBy((pointer.at[0] - at[0]) / this.scale, (at[1] - pointer.at[1]) / this.scale);
      }
      pointer.at = at;
    });
    stage.addEventListener("pointerup", (event) => {
      if (pointers.delete(event.pointerId) && !this.dragged) {
        this.actions.click(...this.toPlane(...this.place(event)), this);
      }
    });
    stage.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));
    stage.addEventListener("pointerleave", () => this.actions.leave?.());
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      const step = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
      this.zoomBy(Math.exp(-Math.max(-120, Math.min(120, step)) / 300), this.place(event));
    }, { passive: false });
    stage.addEventListener("keydown", (event) => {
      const zooms = { "+": "in", "=": "in", "-": "out", 0: "all" };
      const [left, right, up, down] = [[-1, 0], [1, 0], [0, 1], [0, -1]];
      const arrows = { ArrowLeft: left, ArrowRight: right, ArrowUp: up, ArrowDown: down };
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in zooms) this.zoomBy(zooms[event.key]);
      else if (event.key in arrows) {
        const [dx, dy] = arrows[event.key];
        this.actions.step(dx, dy, (event.shiftKey ? 0.06 : 0.012) / this.zoom);
      } else if (event.key === "Enter" || event.key === " ") this.actions.enter();
      else return;
      event.preventDefault();
    });
  }

  pinch(moving, at) {
    const other = [...this.pointers.values()].find((pointer) => pointer !== moving);
    const distance = (from) => Math.hypot(from[0] - other.at[0], from[1] - other.at[1]);
    const middle = [(at[0] + other.at[0]) / 2, (at[1] + other.at[1]) / 2];
    this.moveBy((moving.at[0] - at[0]) / 2 / this.scale, (at[1] - moving.at[1]) / 2 / this.scale);
    this.zoomBy(distance(at) / Math.max(1, distance(moving.at)), middle);
  }
}
