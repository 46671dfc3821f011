/** Reading codes off paper with the camera, one after another, where the browser allows it: over https. */
import { fetchScript } from './script.js';

/** How often a picture is looked at: decoding takes a phone a tenth of a second. */
const LOOK_EVERY = 250;

export const hasCamera = () => typeof navigator.mediaDevices?.getUserMedia === 'function';

/**
 * Shows what the camera sees, and tells each text once it is read, the same again only after another one or none.
 * @param {HTMLVideoElement} video
 * @param {HTMLElement} root with `data-scan-script` and `data-scan-integrity`
 * @param {(text: string) => void} onText
 * @returns {Promise<() => void>} stops it
 */
export async function readWithCamera(video, { dataset: { scanScript = '', scanIntegrity = '' } }, onText) {
  const [stream] = await Promise.all([
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
    fetchScript(scanScript, scanIntegrity),
  ]);
  video.srcObject = stream;
  await video.play();
  let before = '';
  let stopped = false;
  const look = async () => {
    if (stopped) return;
    const text = video.videoWidth > 0 ? (await window.piaojueScan(video).catch(() => null)) ?? '' : '';
    if (!stopped && text !== '' && text !== before) onText(text);
    before = text;
    setTimeout(look, LOOK_EVERY);
  };
  void look();
  return () => {
    stopped = true;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
}
