interface Window {
  /** What `qr.js` brings: the path of a text's QR code in a square of that size. */
  piaojueQr(content: string): { size: number; path: string };
}
