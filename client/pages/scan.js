/** Reads QR codes off pictures: a script of its own, fetched by `booth/scanning.js` when a picture was taken. */
import decodeQR from 'qr/decode.js';

/** Wider pictures take long and show no more of a code. */
const WIDEST = 1400;

window.piaojueScan = async (picture) => {
  const bitmap = await createImageBitmap(picture);
  const scale = Math.min(1, WIDEST / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const paper = canvas.getContext('2d');
  if (!paper) return null;
  paper.drawImage(bitmap, 0, 0, width, height);
  const { data } = paper.getImageData(0, 0, width, height);
  try {
    return decodeQR({ width, height, data }, { timeLimit: 3_000, effort: 8 });
  } catch {
    return null;
  }
};
