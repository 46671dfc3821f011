/*! The QR code is made by qrcode-generator - MIT License (c) 2009 Kazuhiko Arase */
/** Makes QR codes: a script of its own, fetched by `parts/qr.js` where one is drawn. */
import qrcode from 'qrcode-generator';

const MARGIN = 4;

window.piaojueQr = (content) => {
  const qr = qrcode(0, 'M');
  qr.addData(content);
  qr.make();
  const modules = qr.getModuleCount();
  let path = '';
  for (let row = 0; row < modules; row += 1) {
    for (let column = 0; column < modules; column += 1) {
      if (qr.isDark(row, column)) path += `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`;
    }
  }
  return { size: modules + 2 * MARGIN, path };
};
