// The frame on a photo: moved and sized by finger, mouse or keyboard. Sizes in pixels of the photo.
const GRIP = 32;
const SHARE_LEAST = 0.1;

/** `canvas` shows the photo; `onChange` is told after each change. */
export function cropTool(canvas, onChange) {
  const tool = { source: null, frame: null, isSquare: false, isOn: false };
  let drag = null;

  const scale = () => tool.source.width / canvas.clientWidth;
  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) * scale(), y: (event.clientY - box.top) * scale() };
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (!tool.isOn) return;
    const at = spot(event);
    drag = { at, frame: { ...tool.frame }, corner: cornerAt(tool.frame, at, GRIP * scale()) };
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!drag) return;
    const at = spot(event);
    const by = { x: at.x - drag.at.x, y: at.y - drag.at.y };
    tool.frame = fitted(
      drag.corner ? sized(drag.frame, drag.corner, by, tool.isSquare) : moved(drag.frame, by),
      tool.source,
    );
    onChange();
  });
  for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => (drag = null));
  canvas.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (!tool.isOn || !step) return;
    event.preventDefault();
    const far = Math.max(tool.source.width, tool.source.height) * 0.03;
    const by = { x: step[0] * far, y: step[1] * far };
    const corner = { x: 1, y: 1 };
    tool.frame = fitted(
      event.shiftKey ? sized(tool.frame, corner, by, tool.isSquare) : moved(tool.frame, by),
      tool.source,
    );
    onChange();
  });
  return tool;
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Dims what will be cut away. */
export function drawFrame(canvas, { source, frame }) {
  const pen = canvas.getContext('2d');
  const k = canvas.width / source.width;
  const [x, y, width, height] = [frame.x * k, frame.y * k, frame.width * k, frame.height * k];
  pen.save();
  pen.fillStyle = 'rgb(0 0 0 / 55%)';
  pen.beginPath();
  pen.rect(0, 0, canvas.width, canvas.height);
  pen.rect(x, y, width, height);
  pen.fill('evenodd');
  pen.strokeStyle = '#fff';
  pen.lineWidth = 3;
  pen.strokeRect(x, y, width, height);
  pen.fillStyle = '#fff';
  for (const [cx, cy] of [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ])
    pen.fillRect(cx - 9, cy - 9, 18, 18);
  pen.restore();
}

function cornerAt(frame, at, reach) {
  const near = (a, b) => Math.abs(a - b) <= reach;
  const x = near(at.x, frame.x) ? -1 : near(at.x, frame.x + frame.width) ? 1 : 0;
  const y = near(at.y, frame.y) ? -1 : near(at.y, frame.y + frame.height) ? 1 : 0;
  return x && y ? { x, y } : null;
}

const moved = (frame, by) => ({ ...frame, x: frame.x + by.x, y: frame.y + by.y });

function sized(frame, corner, by, isSquare) {
  let width = frame.width + corner.x * by.x;
  let height = frame.height + corner.y * by.y;
  if (isSquare) width = height = Math.abs(width - frame.width) > Math.abs(height - frame.height) ? width : height;
  return {
    x: corner.x < 0 ? frame.x + frame.width - width : frame.x,
    y: corner.y < 0 ? frame.y + frame.height - height : frame.y,
    width,
    height,
    isSquare,
  };
}

function fitted(frame, source) {
  const least = Math.min(source.width, source.height) * SHARE_LEAST;
  let width = Math.min(source.width, Math.max(least, frame.width));
  let height = Math.min(source.height, Math.max(least, frame.height));
  if (frame.isSquare) width = height = Math.min(width, height);
  const x = Math.min(source.width - width, Math.max(0, frame.x));
  const y = Math.min(source.height - height, Math.max(0, frame.y));
  return { x, y, width, height };
}
