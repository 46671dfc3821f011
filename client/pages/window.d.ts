interface Window {
  /** What `qr.js` brings: the path of a text's QR code in a square of that size. */
  piaojueQr(content: string): { size: number; path: string };
  /** What `scan.js` brings: the text of the QR code in a picture, null if none is found. */
  piaojueScan(picture: Blob | HTMLVideoElement): Promise<string | null>;
}
