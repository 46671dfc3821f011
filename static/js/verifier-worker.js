"use strict";
(() => {
  // node_modules/@noble/hashes/_u64.js
  var U32_MASK64 = /* @__PURE__ */ (() => BigInt(2 ** 32 - 1))();
  var _32n = /* @__PURE__ */ BigInt(32);
  function fromBig(n, le = false) {
    if (le)
      return { h: Number(n & U32_MASK64), l: Number(n >> _32n & U32_MASK64) };
    return { h: Number(n >> _32n & U32_MASK64) | 0, l: Number(n & U32_MASK64) | 0 };
  }
  function split(lst, le = false) {
    const len = lst.length;
    let Ah = new Uint32Array(len);
    let Al = new Uint32Array(len);
    for (let i = 0; i < len; i++) {
      const { h, l } = fromBig(lst[i], le);
      [Ah[i], Al[i]] = [h, l];
    }
    return [Ah, Al];
  }
  var fromNumH = (n) => n / 2 ** 32 | 0;
  var fromNumL = (n) => n >>> 0;
  function setU64FromNum(view, byteOffset, n, isLE) {
    const h = fromNumH(n);
    const l = fromNumL(n);
    view.setUint32(byteOffset, isLE ? l : h, isLE);
    view.setUint32(byteOffset + 4, isLE ? h : l, isLE);
  }
  var shrSH = (h, _l, s) => h >>> s;
  var shrSL = (h, l, s) => h << 32 - s | l >>> s;
  var rotrSH = (h, l, s) => h >>> s | l << 32 - s;
  var rotrSL = (h, l, s) => h << 32 - s | l >>> s;
  var rotrBH = (h, l, s) => h << 64 - s | l >>> s - 32;
  var rotrBL = (h, l, s) => h >>> s - 32 | l << 64 - s;
  function add(Ah, Al, Bh, Bl) {
    const l = (Al >>> 0) + (Bl >>> 0);
    return { h: Ah + Bh + (l / 2 ** 32 | 0) | 0, l: l | 0 };
  }
  var add3L = (Al, Bl, Cl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0);
  var add3H = (low, Ah, Bh, Ch) => Ah + Bh + Ch + (low / 2 ** 32 | 0) | 0;
  var add4L = (Al, Bl, Cl, Dl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0);
  var add4H = (low, Ah, Bh, Ch, Dh) => Ah + Bh + Ch + Dh + (low / 2 ** 32 | 0) | 0;
  var add5L = (Al, Bl, Cl, Dl, El) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0) + (El >>> 0);
  var add5H = (low, Ah, Bh, Ch, Dh, Eh) => Ah + Bh + Ch + Dh + Eh + (low / 2 ** 32 | 0) | 0;

  // node_modules/@noble/hashes/utils.js
  function isBytes(a) {
    return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
  }
  var atitle = (title) => title ? `"${title}" ` : "";
  function anumber(n, title = "") {
    if (typeof n !== "number")
      throw new TypeError(atitle(title) + "expected number, got " + typeof n);
    if (!Number.isSafeInteger(n) || n < 0)
      throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
    return n;
  }
  function abytes(value, length, title = "") {
    if (isBytes(value) && (length === void 0 || value.length === length))
      return value;
    if (length !== void 0)
      anumber(length, "length");
    const bytes = isBytes(value);
    const ofLen = length !== void 0 ? ` of length ${length}` : "";
    const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
    const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
    if (!bytes)
      throw new TypeError(message);
    throw new RangeError(message);
  }
  var aobject = (value, label) => {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
  };
  var aopts = (value, label) => {
    aobject(value, label);
    const proto = Object.getPrototypeOf(value);
    if (proto !== Object.prototype && proto !== null)
      throw new TypeError(`"${label}" expected plain object`);
    if (Object.prototype.hasOwnProperty.call(value, "__proto__"))
      throw new TypeError(`"${label}.__proto__" is not allowed`);
  };
  function aexists(instance, checkFinished = true) {
    if (instance.destroyed)
      throw new Error("hash was destroyed");
    if (checkFinished && instance.finished)
      throw new Error("digest() was already called");
  }
  function aoutput(out, instance) {
    abytes(out, void 0, "output");
    const min = instance.outputLen;
    if (!(out.length >= min)) {
      throw new RangeError('"output" expected length >= ' + min);
    }
  }
  function clean(...arrays) {
    for (let i = 0; i < arrays.length; i++) {
      arrays[i].fill(0);
    }
  }
  function createView(arr) {
    return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
  }
  function rotr(word, shift) {
    return word << 32 - shift | word >>> shift;
  }
  var hasHexBuiltin = /* @__PURE__ */ (() => (
    // @ts-ignore
    typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function"
  ))();
  var hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
  function bytesToHex(bytes) {
    abytes(bytes);
    if (hasHexBuiltin)
      return bytes.toHex();
    let hex = "";
    for (let i = 0; i < bytes.length; i++) {
      hex += hexes[bytes[i]];
    }
    return hex;
  }
  function asciiToBase16(ch) {
    return ch >= 48 && ch <= 57 ? ch - 48 : ch >= 65 && ch <= 70 ? ch - (65 - 10) : ch >= 97 && ch <= 102 ? ch - (97 - 10) : void 0;
  }
  function hexToBytes(hex) {
    if (typeof hex !== "string")
      throw new TypeError("hex string expected, got " + typeof hex);
    if (hasHexBuiltin) {
      try {
        return Uint8Array.fromHex(hex);
      } catch (error) {
        if (error instanceof SyntaxError)
          throw new RangeError(error.message);
        throw error;
      }
    }
    const hl = hex.length;
    const al = hl / 2;
    if (hl % 2)
      throw new RangeError("hex string expected, got unpadded hex of length " + hl);
    const array = new Uint8Array(al);
    for (let ai = 0, hi = 0; ai < al; ai++, hi += 2) {
      const n1 = asciiToBase16(hex.charCodeAt(hi));
      const n2 = asciiToBase16(hex.charCodeAt(hi + 1));
      if (n1 === void 0 || n2 === void 0) {
        const char = hex[hi] + hex[hi + 1];
        throw new RangeError('hex string expected, got non-hex character "' + char + '" at index ' + hi);
      }
      array[ai] = n1 * 16 + n2;
    }
    return array;
  }
  function concatBytes(...arrays) {
    let sum = 0;
    for (let i = 0; i < arrays.length; i++) {
      const a = arrays[i];
      abytes(a);
      sum += a.length;
    }
    const res = new Uint8Array(sum);
    for (let i = 0, pad = 0; i < arrays.length; i++) {
      const a = arrays[i];
      res.set(a, pad);
      pad += a.length;
    }
    return res;
  }
  function checkOpts(defaults, opts, title = "opts") {
    aopts(defaults, "defaults");
    if (opts !== void 0)
      aopts(opts, title);
    const merged = Object.assign(/* @__PURE__ */ Object.create(null), defaults, opts);
    return merged;
  }
  function createHasher(hashCons, info = {}) {
    if (typeof hashCons !== "function")
      throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
    info = checkOpts({}, info, "info");
    const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
    const tmp = hashCons(void 0);
    hashC.outputLen = tmp.outputLen;
    hashC.blockLen = tmp.blockLen;
    hashC.canXOF = tmp.canXOF;
    hashC.create = (opts) => hashCons(opts);
    Object.assign(hashC, info);
    return Object.freeze(hashC);
  }
  function randomBytes(bytesLength = 32) {
    anumber(bytesLength, "bytesLength");
    const cr = typeof globalThis === "object" ? globalThis.crypto : null;
    if (typeof (cr == null ? void 0 : cr.getRandomValues) !== "function")
      throw new Error("crypto.getRandomValues must be defined");
    if (bytesLength > 65536)
      throw new RangeError(`"bytesLength" expected <= 65536, got ${bytesLength}`);
    return cr.getRandomValues(new Uint8Array(bytesLength));
  }
  var oidNist = (suffix) => ({
    // Current NIST hashAlgs suffixes used here fit in one DER subidentifier octet.
    // Larger suffix values would need base-128 OID encoding and a different length byte.
    oid: Uint8Array.from([6, 9, 96, 134, 72, 1, 101, 3, 4, 2, suffix])
  });

  // node_modules/@noble/hashes/_md.js
  function Chi(a, b, c) {
    return a & b ^ ~a & c;
  }
  function Maj(a, b, c) {
    return a & b ^ a & c ^ b & c;
  }
  var HashMD = class {
    blockLen;
    outputLen;
    canXOF = false;
    padOffset;
    isLE;
    // For partial updates less than block size
    buffer;
    view;
    finished = false;
    length = 0;
    pos = 0;
    destroyed = false;
    constructor(blockLen, outputLen, padOffset, isLE) {
      this.blockLen = blockLen;
      this.outputLen = outputLen;
      this.padOffset = padOffset;
      this.isLE = isLE;
      this.buffer = new Uint8Array(blockLen);
      this.view = createView(this.buffer);
    }
    update(data) {
      aexists(this);
      abytes(data);
      const { view, buffer, blockLen } = this;
      const len = data.length;
      let processed = false;
      for (let pos = 0; pos < len; ) {
        const take = Math.min(blockLen - this.pos, len - pos);
        if (take === blockLen) {
          const dataView = createView(data);
          for (; blockLen <= len - pos; pos += blockLen)
            this.process(dataView, pos);
          processed = true;
          continue;
        }
        buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
        this.pos += take;
        pos += take;
        if (this.pos === blockLen) {
          this.process(view, 0);
          this.pos = 0;
          processed = true;
        }
      }
      this.length += data.length;
      if (processed)
        this.roundClean();
      return this;
    }
    digestInto(out) {
      aexists(this);
      aoutput(out, this);
      this.finished = true;
      const { buffer, view, blockLen, isLE } = this;
      let { pos } = this;
      buffer[pos++] = 128;
      buffer.fill(0, pos);
      if (this.padOffset > blockLen - pos) {
        this.process(view, 0);
        buffer.fill(0);
      }
      setU64FromNum(view, blockLen - 8, this.length * 8, isLE);
      this.process(view, 0);
      this.roundClean();
      const oview = out === buffer ? view : createView(out);
      const len = this.outputLen;
      const outLen = len / 4;
      const state = this.get();
      if (len % 4 || outLen > state.length)
        throw new Error("invalid outputLen");
      for (let i = 0; i < outLen; i++)
        oview.setUint32(4 * i, state[i], isLE);
    }
    digest() {
      const { buffer, outputLen } = this;
      this.digestInto(buffer);
      const res = buffer.slice(0, outputLen);
      this.destroy();
      return res;
    }
    _cloneIntoMeta(to) {
      const { buffer, length, finished, destroyed, pos } = this;
      to.destroyed = destroyed;
      to.finished = finished;
      to.length = length;
      to.pos = pos;
      if (pos)
        to.buffer.set(buffer);
      return to;
    }
    clone() {
      return this._cloneInto();
    }
  };
  var SHA256_IV = /* @__PURE__ */ Uint32Array.from([
    1779033703,
    3144134277,
    1013904242,
    2773480762,
    1359893119,
    2600822924,
    528734635,
    1541459225
  ]);
  var SHA384_IV = /* @__PURE__ */ Uint32Array.from([
    3418070365,
    3238371032,
    1654270250,
    914150663,
    2438529370,
    812702999,
    355462360,
    4144912697,
    1731405415,
    4290775857,
    2394180231,
    1750603025,
    3675008525,
    1694076839,
    1203062813,
    3204075428
  ]);
  var SHA512_IV = /* @__PURE__ */ Uint32Array.from([
    1779033703,
    4089235720,
    3144134277,
    2227873595,
    1013904242,
    4271175723,
    2773480762,
    1595750129,
    1359893119,
    2917565137,
    2600822924,
    725511199,
    528734635,
    4215389547,
    1541459225,
    327033209
  ]);

  // node_modules/@noble/hashes/sha2.js
  var SHA256_K = /* @__PURE__ */ Uint32Array.from([
    1116352408,
    1899447441,
    3049323471,
    3921009573,
    961987163,
    1508970993,
    2453635748,
    2870763221,
    3624381080,
    310598401,
    607225278,
    1426881987,
    1925078388,
    2162078206,
    2614888103,
    3248222580,
    3835390401,
    4022224774,
    264347078,
    604807628,
    770255983,
    1249150122,
    1555081692,
    1996064986,
    2554220882,
    2821834349,
    2952996808,
    3210313671,
    3336571891,
    3584528711,
    113926993,
    338241895,
    666307205,
    773529912,
    1294757372,
    1396182291,
    1695183700,
    1986661051,
    2177026350,
    2456956037,
    2730485921,
    2820302411,
    3259730800,
    3345764771,
    3516065817,
    3600352804,
    4094571909,
    275423344,
    430227734,
    506948616,
    659060556,
    883997877,
    958139571,
    1322822218,
    1537002063,
    1747873779,
    1955562222,
    2024104815,
    2227730452,
    2361852424,
    2428436474,
    2756734187,
    3204031479,
    3329325298
  ]);
  var SHA256_W = /* @__PURE__ */ new Uint32Array(64);
  var SHA2_32B = class extends HashMD {
    // We cannot use array here since array allows indexing by variable
    // which means optimizer/compiler cannot use registers.
    // Numeric initializers matter: starting the fields as `undefined` changes
    // V8's field representation and makes sha256 3x slower (measured).
    A = 0;
    B = 0;
    C = 0;
    D = 0;
    E = 0;
    F = 0;
    G = 0;
    H = 0;
    constructor(outputLen, IV) {
      super(64, outputLen, 8, false);
      this.A = IV[0] | 0;
      this.B = IV[1] | 0;
      this.C = IV[2] | 0;
      this.D = IV[3] | 0;
      this.E = IV[4] | 0;
      this.F = IV[5] | 0;
      this.G = IV[6] | 0;
      this.H = IV[7] | 0;
    }
    get() {
      const { A, B, C, D, E, F, G, H } = this;
      return [A, B, C, D, E, F, G, H];
    }
    // prettier-ignore
    set(A, B, C, D, E, F, G, H) {
      this.A = A | 0;
      this.B = B | 0;
      this.C = C | 0;
      this.D = D | 0;
      this.E = E | 0;
      this.F = F | 0;
      this.G = G | 0;
      this.H = H | 0;
    }
    _cloneInto(to) {
      (to ||= new this.constructor()).set(...this.get());
      return this._cloneIntoMeta(to);
    }
    process(view, offset) {
      for (let i = 0; i < 16; i++, offset += 4)
        SHA256_W[i] = view.getUint32(offset, false);
      for (let i = 16; i < 64; i++) {
        const W15 = SHA256_W[i - 15];
        const W2 = SHA256_W[i - 2];
        const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
        const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
        SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
      }
      let { A, B, C, D, E, F, G, H } = this;
      for (let i = 0; i < 64; i++) {
        const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
        const T1 = H + sigma1 + Chi(E, F, G) + SHA256_K[i] + SHA256_W[i] | 0;
        const sigma0 = rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22);
        const T2 = sigma0 + Maj(A, B, C) | 0;
        H = G;
        G = F;
        F = E;
        E = D + T1 | 0;
        D = C;
        C = B;
        B = A;
        A = T1 + T2 | 0;
      }
      A = A + this.A | 0;
      B = B + this.B | 0;
      C = C + this.C | 0;
      D = D + this.D | 0;
      E = E + this.E | 0;
      F = F + this.F | 0;
      G = G + this.G | 0;
      H = H + this.H | 0;
      this.set(A, B, C, D, E, F, G, H);
    }
    roundClean() {
      clean(SHA256_W);
    }
    destroy() {
      this.destroyed = true;
      this.set(0, 0, 0, 0, 0, 0, 0, 0);
      clean(this.buffer);
    }
  };
  var _SHA256 = class extends SHA2_32B {
    constructor() {
      super(32, SHA256_IV);
    }
  };
  var K512 = /* @__PURE__ */ (() => split([
    "0x428a2f98d728ae22",
    "0x7137449123ef65cd",
    "0xb5c0fbcfec4d3b2f",
    "0xe9b5dba58189dbbc",
    "0x3956c25bf348b538",
    "0x59f111f1b605d019",
    "0x923f82a4af194f9b",
    "0xab1c5ed5da6d8118",
    "0xd807aa98a3030242",
    "0x12835b0145706fbe",
    "0x243185be4ee4b28c",
    "0x550c7dc3d5ffb4e2",
    "0x72be5d74f27b896f",
    "0x80deb1fe3b1696b1",
    "0x9bdc06a725c71235",
    "0xc19bf174cf692694",
    "0xe49b69c19ef14ad2",
    "0xefbe4786384f25e3",
    "0x0fc19dc68b8cd5b5",
    "0x240ca1cc77ac9c65",
    "0x2de92c6f592b0275",
    "0x4a7484aa6ea6e483",
    "0x5cb0a9dcbd41fbd4",
    "0x76f988da831153b5",
    "0x983e5152ee66dfab",
    "0xa831c66d2db43210",
    "0xb00327c898fb213f",
    "0xbf597fc7beef0ee4",
    "0xc6e00bf33da88fc2",
    "0xd5a79147930aa725",
    "0x06ca6351e003826f",
    "0x142929670a0e6e70",
    "0x27b70a8546d22ffc",
    "0x2e1b21385c26c926",
    "0x4d2c6dfc5ac42aed",
    "0x53380d139d95b3df",
    "0x650a73548baf63de",
    "0x766a0abb3c77b2a8",
    "0x81c2c92e47edaee6",
    "0x92722c851482353b",
    "0xa2bfe8a14cf10364",
    "0xa81a664bbc423001",
    "0xc24b8b70d0f89791",
    "0xc76c51a30654be30",
    "0xd192e819d6ef5218",
    "0xd69906245565a910",
    "0xf40e35855771202a",
    "0x106aa07032bbd1b8",
    "0x19a4c116b8d2d0c8",
    "0x1e376c085141ab53",
    "0x2748774cdf8eeb99",
    "0x34b0bcb5e19b48a8",
    "0x391c0cb3c5c95a63",
    "0x4ed8aa4ae3418acb",
    "0x5b9cca4f7763e373",
    "0x682e6ff3d6b2b8a3",
    "0x748f82ee5defb2fc",
    "0x78a5636f43172f60",
    "0x84c87814a1f0ab72",
    "0x8cc702081a6439ec",
    "0x90befffa23631e28",
    "0xa4506cebde82bde9",
    "0xbef9a3f7b2c67915",
    "0xc67178f2e372532b",
    "0xca273eceea26619c",
    "0xd186b8c721c0c207",
    "0xeada7dd6cde0eb1e",
    "0xf57d4f7fee6ed178",
    "0x06f067aa72176fba",
    "0x0a637dc5a2c898a6",
    "0x113f9804bef90dae",
    "0x1b710b35131c471b",
    "0x28db77f523047d84",
    "0x32caab7b40c72493",
    "0x3c9ebe0a15c9bebc",
    "0x431d67c49c100d4c",
    "0x4cc5d4becb3e42b6",
    "0x597f299cfc657e2a",
    "0x5fcb6fab3ad6faec",
    "0x6c44198c4a475817"
  ].map((n) => BigInt(n))))();
  var SHA512_Kh = /* @__PURE__ */ (() => K512[0])();
  var SHA512_Kl = /* @__PURE__ */ (() => K512[1])();
  var SHA512_W_H = /* @__PURE__ */ new Uint32Array(80);
  var SHA512_W_L = /* @__PURE__ */ new Uint32Array(80);
  var SHA2_64B = class extends HashMD {
    // We cannot use array here since array allows indexing by variable
    // which means optimizer/compiler cannot use registers.
    // h -- high 32 bits, l -- low 32 bits
    // Numeric initializers matter: starting the fields as `undefined` changes
    // V8's field representation and slows hashing down (measured on sha256).
    Ah = 0;
    Al = 0;
    Bh = 0;
    Bl = 0;
    Ch = 0;
    Cl = 0;
    Dh = 0;
    Dl = 0;
    Eh = 0;
    El = 0;
    Fh = 0;
    Fl = 0;
    Gh = 0;
    Gl = 0;
    Hh = 0;
    Hl = 0;
    constructor(outputLen, IV) {
      super(128, outputLen, 16, false);
      this.Ah = IV[0] | 0;
      this.Al = IV[1] | 0;
      this.Bh = IV[2] | 0;
      this.Bl = IV[3] | 0;
      this.Ch = IV[4] | 0;
      this.Cl = IV[5] | 0;
      this.Dh = IV[6] | 0;
      this.Dl = IV[7] | 0;
      this.Eh = IV[8] | 0;
      this.El = IV[9] | 0;
      this.Fh = IV[10] | 0;
      this.Fl = IV[11] | 0;
      this.Gh = IV[12] | 0;
      this.Gl = IV[13] | 0;
      this.Hh = IV[14] | 0;
      this.Hl = IV[15] | 0;
    }
    // prettier-ignore
    get() {
      const { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
      return [Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl];
    }
    // prettier-ignore
    set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl) {
      this.Ah = Ah | 0;
      this.Al = Al | 0;
      this.Bh = Bh | 0;
      this.Bl = Bl | 0;
      this.Ch = Ch | 0;
      this.Cl = Cl | 0;
      this.Dh = Dh | 0;
      this.Dl = Dl | 0;
      this.Eh = Eh | 0;
      this.El = El | 0;
      this.Fh = Fh | 0;
      this.Fl = Fl | 0;
      this.Gh = Gh | 0;
      this.Gl = Gl | 0;
      this.Hh = Hh | 0;
      this.Hl = Hl | 0;
    }
    _cloneInto(to) {
      (to ||= new this.constructor()).set(...this.get());
      return this._cloneIntoMeta(to);
    }
    process(view, offset) {
      for (let i = 0; i < 16; i++, offset += 4) {
        SHA512_W_H[i] = view.getUint32(offset);
        SHA512_W_L[i] = view.getUint32(offset += 4);
      }
      for (let i = 16; i < 80; i++) {
        const W15h = SHA512_W_H[i - 15] | 0;
        const W15l = SHA512_W_L[i - 15] | 0;
        const s0h = rotrSH(W15h, W15l, 1) ^ rotrSH(W15h, W15l, 8) ^ shrSH(W15h, W15l, 7);
        const s0l = rotrSL(W15h, W15l, 1) ^ rotrSL(W15h, W15l, 8) ^ shrSL(W15h, W15l, 7);
        const W2h = SHA512_W_H[i - 2] | 0;
        const W2l = SHA512_W_L[i - 2] | 0;
        const s1h = rotrSH(W2h, W2l, 19) ^ rotrBH(W2h, W2l, 61) ^ shrSH(W2h, W2l, 6);
        const s1l = rotrSL(W2h, W2l, 19) ^ rotrBL(W2h, W2l, 61) ^ shrSL(W2h, W2l, 6);
        const SUMl = add4L(s0l, s1l, SHA512_W_L[i - 7], SHA512_W_L[i - 16]);
        const SUMh = add4H(SUMl, s0h, s1h, SHA512_W_H[i - 7], SHA512_W_H[i - 16]);
        SHA512_W_H[i] = SUMh | 0;
        SHA512_W_L[i] = SUMl | 0;
      }
      let { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
      for (let i = 0; i < 80; i++) {
        const sigma1h = rotrSH(Eh, El, 14) ^ rotrSH(Eh, El, 18) ^ rotrBH(Eh, El, 41);
        const sigma1l = rotrSL(Eh, El, 14) ^ rotrSL(Eh, El, 18) ^ rotrBL(Eh, El, 41);
        const CHIh = Eh & Fh ^ ~Eh & Gh;
        const CHIl = El & Fl ^ ~El & Gl;
        const T1ll = add5L(Hl, sigma1l, CHIl, SHA512_Kl[i], SHA512_W_L[i]);
        const T1h = add5H(T1ll, Hh, sigma1h, CHIh, SHA512_Kh[i], SHA512_W_H[i]);
        const T1l = T1ll | 0;
        const sigma0h = rotrSH(Ah, Al, 28) ^ rotrBH(Ah, Al, 34) ^ rotrBH(Ah, Al, 39);
        const sigma0l = rotrSL(Ah, Al, 28) ^ rotrBL(Ah, Al, 34) ^ rotrBL(Ah, Al, 39);
        const MAJh = Ah & Bh ^ Ah & Ch ^ Bh & Ch;
        const MAJl = Al & Bl ^ Al & Cl ^ Bl & Cl;
        Hh = Gh | 0;
        Hl = Gl | 0;
        Gh = Fh | 0;
        Gl = Fl | 0;
        Fh = Eh | 0;
        Fl = El | 0;
        ({ h: Eh, l: El } = add(Dh | 0, Dl | 0, T1h | 0, T1l | 0));
        Dh = Ch | 0;
        Dl = Cl | 0;
        Ch = Bh | 0;
        Cl = Bl | 0;
        Bh = Ah | 0;
        Bl = Al | 0;
        const All = add3L(T1l, sigma0l, MAJl);
        Ah = add3H(All, T1h, sigma0h, MAJh);
        Al = All | 0;
      }
      ({ h: Ah, l: Al } = add(this.Ah | 0, this.Al | 0, Ah | 0, Al | 0));
      ({ h: Bh, l: Bl } = add(this.Bh | 0, this.Bl | 0, Bh | 0, Bl | 0));
      ({ h: Ch, l: Cl } = add(this.Ch | 0, this.Cl | 0, Ch | 0, Cl | 0));
      ({ h: Dh, l: Dl } = add(this.Dh | 0, this.Dl | 0, Dh | 0, Dl | 0));
      ({ h: Eh, l: El } = add(this.Eh | 0, this.El | 0, Eh | 0, El | 0));
      ({ h: Fh, l: Fl } = add(this.Fh | 0, this.Fl | 0, Fh | 0, Fl | 0));
      ({ h: Gh, l: Gl } = add(this.Gh | 0, this.Gl | 0, Gh | 0, Gl | 0));
      ({ h: Hh, l: Hl } = add(this.Hh | 0, this.Hl | 0, Hh | 0, Hl | 0));
      this.set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl);
    }
    roundClean() {
      clean(SHA512_W_H, SHA512_W_L);
    }
    destroy() {
      this.destroyed = true;
      clean(this.buffer);
      this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  };
  var _SHA512 = class extends SHA2_64B {
    constructor() {
      super(64, SHA512_IV);
    }
  };
  var _SHA384 = class extends SHA2_64B {
    constructor() {
      super(48, SHA384_IV);
    }
  };
  var sha256 = /* @__PURE__ */ createHasher(
    () => new _SHA256(),
    /* @__PURE__ */ oidNist(1)
  );
  var sha512 = /* @__PURE__ */ createHasher(
    () => new _SHA512(),
    /* @__PURE__ */ oidNist(3)
  );
  var sha384 = /* @__PURE__ */ createHasher(
    () => new _SHA384(),
    /* @__PURE__ */ oidNist(2)
  );

  // node_modules/@noble/curves/utils.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  function aarray(item, title, inner = () => {
  }) {
    if (!Array.isArray(item))
      throw new TypeError(`"${title}" expected array, got type=${typeof item}`);
    for (let i = 0; i < item.length; i++)
      inner(item[i], `${title}[${i}]`);
    return item;
  }
  var abytes2 = (value, length, title) => abytes(value, length, title);
  var anumber2 = anumber;
  function aobject2(value, title = "object") {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
    return value;
  }
  function afunction(value, title) {
    if (typeof value !== "function")
      throw new TypeError(`"${title}" is invalid: expected function, got ${typeof value}`);
    return value;
  }
  var bytesToHex2 = bytesToHex;
  var concatBytes2 = (...arrays) => concatBytes(...arrays);
  var hexToBytes2 = (hex) => hexToBytes(hex);
  var isBytes2 = isBytes;
  var randomBytes2 = (bytesLength) => randomBytes(bytesLength);
  var _0n = /* @__PURE__ */ BigInt(0);
  var _1n = /* @__PURE__ */ BigInt(1);
  var atitle2 = (title) => title ? `"${title}" ` : "";
  function abool(value, title = "") {
    if (typeof value !== "boolean")
      throw new TypeError(atitle2(title) + "expected boolean, got type=" + typeof value);
    return value;
  }
  function abignumber(n) {
    if (typeof n === "bigint") {
      if (!isPosBig(n))
        throw new RangeError("positive bigint expected, got " + n);
    } else
      anumber2(n);
    return n;
  }
  function asafenumber(value, title = "") {
    if (typeof value !== "number") {
      const prefix = title && `"${title}" `;
      throw new TypeError(prefix + "expected number, got type=" + typeof value);
    }
    if (!Number.isSafeInteger(value)) {
      const prefix = title && `"${title}" `;
      throw new RangeError(prefix + "expected safe integer, got " + value);
    }
  }
  function hexToNumber(hex) {
    if (typeof hex !== "string")
      throw new TypeError("hex string expected, got " + typeof hex);
    return hex === "" ? _0n : BigInt("0x" + hex);
  }
  function bytesToNumberBE(bytes) {
    return hexToNumber(bytesToHex(bytes));
  }
  function bytesToNumberLE(bytes) {
    return hexToNumber(bytesToHex(copyBytes(abytes(bytes)).reverse()));
  }
  function numberToBytesBE(n, len) {
    anumber(len);
    if (len === 0)
      throw new Error("zero output length is invalid");
    n = abignumber(n);
    const expectedLen = len * 2;
    const hex = n.toString(16);
    if (hex.length > expectedLen)
      throw new RangeError("number is too large");
    return hexToBytes(hex.padStart(expectedLen, "0"));
  }
  function numberToBytesLE(n, len) {
    return numberToBytesBE(n, len).reverse();
  }
  function copyBytes(bytes) {
    return Uint8Array.from(abytes2(bytes));
  }
  function isPosBig(n) {
    return typeof n === "bigint" && _0n <= n;
  }
  function inRange(n, min, max) {
    return isPosBig(n) && isPosBig(min) && isPosBig(max) && min <= n && n < max;
  }
  function aInRange(title, n, min, max) {
    if (!inRange(n, min, max))
      throw new RangeError("expected valid " + title + ": " + min + " <= n < " + max + ", got " + n);
  }
  function bitLen(n) {
    if (n < _0n)
      throw new Error("expected non-negative bigint, got " + n);
    return n === _0n ? 0 : n.toString(2).length;
  }
  var bitMask = (n) => {
    asafenumber(n, "n");
    return (_1n << BigInt(n)) - _1n;
  };
  function validateObject(object, fields = {}, optFields = {}, title = "object") {
    aobject2(object, title);
    aobject2(fields, "fields");
    aobject2(optFields, "optFields");
    function checkField(fieldName, expectedType, isOpt) {
      const label = title === "object" ? `param "${String(fieldName)}"` : `"${title}.${String(fieldName)}"`;
      const val = object[fieldName];
      if (!Object.prototype.hasOwnProperty.call(object, fieldName) && (isOpt ? val !== void 0 : expectedType !== "function")) {
        throw new TypeError(`${label} is invalid: expected own property`);
      }
      if (isOpt && val === void 0)
        return;
      const current = typeof val;
      if (current !== expectedType || val === null)
        throw new TypeError(`${label} is invalid: expected ${expectedType}, got ${current}`);
    }
    const iter = (f, isOpt) => Object.entries(f).forEach(([k, v]) => checkField(k, v, isOpt));
    iter(fields, false);
    iter(optFields, true);
  }

  // node_modules/@noble/curves/abstract/modular.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _0n2 = /* @__PURE__ */ BigInt(0);
  var _1n2 = /* @__PURE__ */ BigInt(1);
  var _2n = /* @__PURE__ */ BigInt(2);
  var _3n = /* @__PURE__ */ BigInt(3);
  var _4n = /* @__PURE__ */ BigInt(4);
  var _5n = /* @__PURE__ */ BigInt(5);
  var _7n = /* @__PURE__ */ BigInt(7);
  var _8n = /* @__PURE__ */ BigInt(8);
  var _9n = /* @__PURE__ */ BigInt(9);
  var _15n = /* @__PURE__ */ BigInt(15);
  var _16n = /* @__PURE__ */ BigInt(16);
  var POW_WINDOWED_MIN = /* @__PURE__ */ BigInt("0x10000000000000000");
  function mod(a, b) {
    if (b <= _0n2)
      throw new Error("mod: expected positive modulus, got " + b);
    const result = a % b;
    return result >= _0n2 ? result : b + result;
  }
  function pow(num, power2, modulo) {
    if (modulo <= _1n2)
      throw new Error("pow: expected modulus > 1, got " + modulo);
    if (typeof power2 !== "bigint")
      throw new TypeError("invalid exponent: expected bigint, got " + typeof power2);
    if (power2 < _0n2)
      throw new Error("invalid exponent, negatives unsupported");
    if (power2 === _0n2)
      return _1n2;
    if (power2 === _1n2)
      return num;
    let d = num % modulo;
    if (d < _0n2)
      d += modulo;
    if (power2 < POW_WINDOWED_MIN) {
      let p2 = _1n2;
      while (power2 > _0n2) {
        if (power2 & _1n2)
          p2 = p2 * d % modulo;
        d = d * d % modulo;
        power2 >>= _1n2;
      }
      return p2;
    }
    const digits = [];
    while (power2 > _0n2) {
      digits.push(Number(power2 & _15n));
      power2 >>= _4n;
    }
    const table = new Array(16);
    table[0] = _1n2;
    table[1] = d;
    for (let i = 2; i < 16; i++)
      table[i] = table[i - 1] * d % modulo;
    let p = table[digits[digits.length - 1]];
    for (let w = digits.length - 2; w >= 0; w--) {
      p = p * p % modulo;
      p = p * p % modulo;
      p = p * p % modulo;
      p = p * p % modulo;
      const digit = digits[w];
      if (digit !== 0)
        p = p * table[digit] % modulo;
    }
    return p;
  }
  function pow2(x, power2, modulo) {
    if (modulo <= _1n2)
      throw new Error("pow2: expected modulus > 1, got " + modulo);
    if (power2 < _0n2)
      throw new Error("pow2: expected non-negative exponent, got " + power2);
    let res = x;
    while (power2-- > _0n2) {
      res *= res;
      res %= modulo;
    }
    return res;
  }
  function invert(number, modulo) {
    if (number === _0n2)
      throw new Error("invert: expected non-zero number");
    if (modulo <= _1n2)
      throw new Error("invert: expected modulus > 1, got " + modulo);
    let a = mod(number, modulo);
    let b = modulo;
    let x = _0n2, u = _1n2;
    while (a !== _0n2) {
      const q2 = b / a;
      const r = b - a * q2;
      const m = x - u * q2;
      b = a, a = r, x = u, u = m;
    }
    const gcd = b;
    if (gcd !== _1n2)
      throw new Error("invert: does not exist");
    return mod(x, modulo);
  }
  function assertIsSquare(Fp2, root, n) {
    const F = Fp2;
    if (!F.eql(F.sqr(root), n))
      throw new Error("Cannot find square root");
  }
  function aoddModulus(order, fnName) {
    if ((order & _1n2) === _0n2)
      throw new Error(fnName + ": expected odd modulus, got " + order);
  }
  function sqrt3mod4(Fp2, n) {
    const F = Fp2;
    const p1div4 = (F.ORDER + _1n2) / _4n;
    const root = F.pow(n, p1div4);
    assertIsSquare(F, root, n);
    return root;
  }
  function sqrt5mod8(Fp2, n) {
    const F = Fp2;
    const p5div8 = (F.ORDER - _5n) / _8n;
    const n2 = F.mul(n, _2n);
    const v = F.pow(n2, p5div8);
    const nv = F.mul(n, v);
    const i = F.mul(F.mul(nv, _2n), v);
    const root = F.mul(nv, F.sub(i, F.ONE));
    assertIsSquare(F, root, n);
    return root;
  }
  function sqrt9mod16(P) {
    const Fp_ = Field(P);
    const tn = tonelliShanks(P);
    const c1 = tn(Fp_, Fp_.neg(Fp_.ONE));
    const c2 = tn(Fp_, c1);
    const c3 = tn(Fp_, Fp_.neg(c1));
    const c4 = (P + _7n) / _16n;
    return ((Fp2, n) => {
      const F = Fp2;
      let tv1 = F.pow(n, c4);
      let tv2 = F.mul(tv1, c1);
      const tv3 = F.mul(tv1, c2);
      const tv4 = F.mul(tv1, c3);
      const e1 = F.eql(F.sqr(tv2), n);
      const e2 = F.eql(F.sqr(tv3), n);
      tv1 = F.cmov(tv1, tv2, e1);
      tv2 = F.cmov(tv4, tv3, e2);
      const e3 = F.eql(F.sqr(tv2), n);
      const root = F.cmov(tv1, tv2, e3);
      assertIsSquare(F, root, n);
      return root;
    });
  }
  function tonelliShanks(P) {
    if (P < _3n)
      throw new Error("sqrt is not defined for small field");
    aoddModulus(P, "tonelliShanks");
    let Q = P - _1n2;
    let S = 0;
    while (Q % _2n === _0n2) {
      Q /= _2n;
      S++;
    }
    let Z = _2n;
    const _Fp = Field(P);
    while (FpLegendre(_Fp, Z) === 1) {
      if (Z++ > 1e3)
        throw new Error("Cannot find square root: probably non-prime P");
    }
    if (S === 1)
      return sqrt3mod4;
    let cc = _Fp.pow(Z, Q);
    const Q1div2 = (Q + _1n2) / _2n;
    return function tonelliSlow(Fp2, n) {
      const F = Fp2;
      if (F.is0(n))
        return n;
      if (FpLegendre(F, n) !== 1)
        throw new Error("Cannot find square root");
      let M = S;
      let c = F.mul(F.ONE, cc);
      let t = F.pow(n, Q);
      let R = F.pow(n, Q1div2);
      while (!F.eql(t, F.ONE)) {
        if (F.is0(t))
          throw new Error("Cannot find square root: probably non-prime P");
        let i = 1;
        let t_tmp = F.sqr(t);
        while (!F.eql(t_tmp, F.ONE)) {
          i++;
          t_tmp = F.sqr(t_tmp);
          if (i === M)
            throw new Error("Cannot find square root");
        }
        const exponent = _1n2 << BigInt(M - i - 1);
        const b = F.pow(c, exponent);
        M = i;
        c = F.sqr(b);
        t = F.mul(t, c);
        R = F.mul(R, b);
      }
      return R;
    };
  }
  function FpSqrt(P) {
    aoddModulus(P, "Fp.sqrt");
    if (P % _4n === _3n)
      return sqrt3mod4;
    if (P % _8n === _5n)
      return sqrt5mod8;
    if (P % _16n === _9n)
      return sqrt9mod16(P);
    return tonelliShanks(P);
  }
  var isNegativeLE = (num, modulo) => (mod(num, modulo) & _1n2) === _1n2;
  var FIELD_FIELDS = [
    "create",
    "isValid",
    "is0",
    "neg",
    "inv",
    "sqrt",
    "sqr",
    "eql",
    "add",
    "sub",
    "mul",
    "pow",
    "div",
    "addN",
    "subN",
    "mulN",
    "sqrN"
  ];
  function validateField(field) {
    aobject2(field, "field");
    if (typeof field.ORDER !== "bigint")
      throw new TypeError('param "ORDER" is invalid: expected bigint, got ' + typeof field.ORDER);
    asafenumber(field.BYTES, "BYTES");
    asafenumber(field.BITS, "BITS");
    for (const name of FIELD_FIELDS)
      afunction(field[name], "field." + name);
    if (field.BYTES < 1 || field.BITS < 1)
      throw new Error("invalid field: expected BYTES/BITS > 0");
    if (field.ORDER <= _1n2)
      throw new Error("invalid field: expected ORDER > 1, got " + field.ORDER);
    return field;
  }
  function FpInvertBatch(Fp2, nums, passZero = false) {
    validateField(Fp2);
    aarray(nums, "nums");
    abool(passZero, "passZero");
    const F = Fp2;
    const inverted = new Array(nums.length).fill(passZero ? F.ZERO : void 0);
    const multipliedAcc = nums.reduce((acc, num, i) => {
      if (F.is0(num))
        return acc;
      inverted[i] = acc;
      return F.mul(acc, num);
    }, F.ONE);
    const invertedAcc = F.inv(multipliedAcc);
    nums.reduceRight((acc, num, i) => {
      if (F.is0(num))
        return acc;
      inverted[i] = F.mul(acc, inverted[i]);
      return F.mul(acc, num);
    }, invertedAcc);
    return inverted;
  }
  function FpLegendre(Fp2, n) {
    validateField(Fp2);
    const F = Fp2;
    aoddModulus(F.ORDER, "FpLegendre");
    const p1mod2 = (F.ORDER - _1n2) / _2n;
    const powered = F.pow(n, p1mod2);
    const yes = F.eql(powered, F.ONE);
    const zero = F.eql(powered, F.ZERO);
    const no = F.eql(powered, F.neg(F.ONE));
    if (!yes && !zero && !no)
      throw new Error("invalid Legendre symbol result");
    return yes ? 1 : zero ? 0 : -1;
  }
  function nLength(n, nBitLength) {
    if (nBitLength !== void 0)
      anumber2(nBitLength);
    if (n <= _0n2)
      throw new Error("invalid n length: expected positive n, got " + n);
    if (nBitLength !== void 0 && nBitLength < 1)
      throw new Error("invalid n length: expected positive bit length, got " + nBitLength);
    const bits = bitLen(n);
    if (nBitLength !== void 0 && nBitLength < bits)
      throw new Error(`invalid n length: expected nBitLength (${nBitLength}) >= bitLen(n) (${bits})`);
    const _nBitLength = nBitLength !== void 0 ? nBitLength : bits;
    const nByteLength = Math.ceil(_nBitLength / 8);
    return { nBitLength: _nBitLength, nByteLength };
  }
  var FIELD_SQRT = /* @__PURE__ */ new WeakMap();
  var _Field = class {
    ORDER;
    BITS;
    BYTES;
    isLE;
    ZERO = _0n2;
    ONE = _1n2;
    _lengths;
    _mod;
    constructor(ORDER, opts = {}) {
      if (ORDER <= _1n2)
        throw new Error("invalid field: expected ORDER > 1, got " + ORDER);
      let _nbitLength = void 0;
      this.isLE = false;
      if (opts != null && typeof opts === "object") {
        if (typeof opts.BITS === "number")
          _nbitLength = opts.BITS;
        if (typeof opts.sqrt === "function")
          Object.defineProperty(this, "sqrt", { value: opts.sqrt, enumerable: true });
        if (typeof opts.isLE === "boolean")
          this.isLE = opts.isLE;
        if (opts.allowedLengths)
          this._lengths = Object.freeze(opts.allowedLengths.slice());
        if (typeof opts.modFromBytes === "boolean")
          this._mod = opts.modFromBytes;
      }
      const { nBitLength, nByteLength } = nLength(ORDER, _nbitLength);
      if (nByteLength > 2048)
        throw new Error("invalid field: expected ORDER of <= 2048 bytes");
      this.ORDER = ORDER;
      this.BITS = nBitLength;
      this.BYTES = nByteLength;
      Object.freeze(this);
    }
    create(num) {
      return mod(num, this.ORDER);
    }
    isValid(num) {
      if (typeof num !== "bigint")
        throw new TypeError("invalid field element: expected bigint, got " + typeof num);
      return _0n2 <= num && num < this.ORDER;
    }
    is0(num) {
      return num === _0n2;
    }
    // is valid and invertible
    isValidNot0(num) {
      return !this.is0(num) && this.isValid(num);
    }
    isOdd(num) {
      return (num & _1n2) === _1n2;
    }
    neg(num) {
      return mod(-num, this.ORDER);
    }
    eql(lhs, rhs) {
      return lhs === rhs;
    }
    sqr(num) {
      return mod(num * num, this.ORDER);
    }
    add(lhs, rhs) {
      return mod(lhs + rhs, this.ORDER);
    }
    sub(lhs, rhs) {
      return mod(lhs - rhs, this.ORDER);
    }
    mul(lhs, rhs) {
      return mod(lhs * rhs, this.ORDER);
    }
    pow(num, power2) {
      return pow(num, power2, this.ORDER);
    }
    div(lhs, rhs) {
      return mod(lhs * invert(rhs, this.ORDER), this.ORDER);
    }
    // Same as above, but doesn't normalize
    sqrN(num) {
      return num * num;
    }
    addN(lhs, rhs) {
      return lhs + rhs;
    }
    subN(lhs, rhs) {
      return lhs - rhs;
    }
    mulN(lhs, rhs) {
      return lhs * rhs;
    }
    inv(num) {
      return invert(num, this.ORDER);
    }
    sqrt(num) {
      let sqrt = FIELD_SQRT.get(this);
      if (!sqrt)
        FIELD_SQRT.set(this, sqrt = FpSqrt(this.ORDER));
      return sqrt(this, num);
    }
    toBytes(num) {
      return this.isLE ? numberToBytesLE(num, this.BYTES) : numberToBytesBE(num, this.BYTES);
    }
    fromBytes(bytes, skipValidation = false) {
      abytes2(bytes);
      const { _lengths: allowedLengths, BYTES, isLE, ORDER, _mod: modFromBytes } = this;
      if (allowedLengths) {
        if (bytes.length < 1 || !allowedLengths.includes(bytes.length) || bytes.length > BYTES) {
          throw new Error("Field.fromBytes: expected " + allowedLengths + " bytes, got " + bytes.length);
        }
        const padded = new Uint8Array(BYTES);
        padded.set(bytes, isLE ? 0 : padded.length - bytes.length);
        bytes = padded;
      }
      if (bytes.length !== BYTES)
        throw new Error("Field.fromBytes: expected " + BYTES + " bytes, got " + bytes.length);
      let scalar = isLE ? bytesToNumberLE(bytes) : bytesToNumberBE(bytes);
      if (modFromBytes)
        scalar = mod(scalar, ORDER);
      if (!skipValidation) {
        if (!this.isValid(scalar))
          throw new Error("invalid field element: outside of range 0..ORDER");
      }
      return scalar;
    }
    // TODO: we don't need it here, move out to separate fn
    invertBatch(lst) {
      return FpInvertBatch(this, lst, true);
    }
    // We can't move this out because Fp6, Fp12 implement it
    // and it's unclear what to return in there.
    cmov(a, b, condition) {
      abool(condition, "condition");
      return condition ? b : a;
    }
  };
  function Field(ORDER, opts = {}) {
    Object.freeze(_Field.prototype);
    return new _Field(ORDER, opts);
  }

  // node_modules/@noble/curves/abstract/curve.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _0n3 = /* @__PURE__ */ BigInt(0);
  var _1n3 = /* @__PURE__ */ BigInt(1);
  var _4n2 = /* @__PURE__ */ BigInt(4);
  var BLIND_BYTES = 16;
  var BLIND_BITS = 128;
  var FW_WINDOW = 5;
  var TABLE_BYTES_MAX = /* @__PURE__ */ (() => 2 ** 31)();
  function validatePointCons(Point2) {
    const pc = Point2;
    if (typeof pc !== "function")
      throw new TypeError('"Point" expected constructor, got type=' + typeof Point2);
    afunction(pc.fromAffine, "Point.fromAffine");
    afunction(pc.fromBytes, "Point.fromBytes");
    afunction(pc.fromHex, "Point.fromHex");
    aobject2(pc.BASE, "Point.BASE");
    aobject2(pc.ZERO, "Point.ZERO");
    validateField(pc.Fp);
    validateField(pc.Fn);
  }
  function normalizeZ(c, points) {
    validatePointCons(c);
    validateMSMPoints(points, c);
    const invertedZs = FpInvertBatch(c.Fp, points.map((p) => p.Z));
    return points.map((p, i) => c.fromAffine(p.toAffine(invertedZs[i])));
  }
  function validateW(W, bits, min = 1) {
    if (!Number.isSafeInteger(W) || W < min || W > bits)
      throw new Error("invalid window size, expected [" + min + ".." + bits + "], got W=" + W);
  }
  function validateTableBytes(numPoints, fpBytes) {
    const bytes = numPoints * (4 * fpBytes + 128);
    if (bytes > TABLE_BYTES_MAX)
      throw new Error("invalid window size: table would need ~" + Math.ceil(bytes / 2 ** 20) + " MiB, max " + TABLE_BYTES_MAX / 2 ** 20 + " MiB");
  }
  function probeRandomBytes(randomBytes3, length) {
    if (randomBytes3 === void 0)
      return void 0;
    afunction(randomBytes3, "randomBytes");
    try {
      const probe = randomBytes3(length);
      if (!isBytes2(probe) || probe.length !== length)
        return void 0;
    } catch {
      return void 0;
    }
    return randomBytes3;
  }
  function validateMSMPoints(points, c) {
    aarray(points, "points");
    points.forEach((p, i) => {
      if (!(p instanceof c))
        throw new Error("invalid point at index " + i);
    });
  }
  function validateMSMScalars(scalars, field, maxScalar) {
    if (!Array.isArray(scalars))
      throw new Error("array of scalars expected");
    scalars.forEach((s, i) => {
      const ok = maxScalar === void 0 ? field.isValid(s) : isPosBig(s) && s < maxScalar;
      if (!ok)
        throw new Error("invalid scalar at index " + i);
    });
  }
  var pointWindowSizes = /* @__PURE__ */ new WeakMap();
  function getWindowSize(P) {
    return pointWindowSizes.get(P) || 1;
  }
  function oddMultiples(p, size) {
    const dbl = p.double();
    const t = [p];
    for (let j = 1; j < size; j++)
      t.push(t[j - 1].add(dbl));
    return t;
  }
  function wnafDigits(n, W) {
    const size = 2 ** W;
    const half = size / 2;
    const mask = BigInt(size - 1);
    const d = [];
    while (n > _0n3) {
      let w = 0;
      if (n & _1n3) {
        w = Number(n & mask);
        if (w >= half)
          w -= size;
        n -= BigInt(w);
      }
      d.push(w);
      n >>= _1n3;
    }
    return d;
  }
  function signedWindowDigits(n, W, windows) {
    const size = 2 ** W;
    const half = size / 2;
    const mask = BigInt(size - 1);
    const shiftBy = BigInt(W);
    const d = [];
    for (let w = 0; w < windows; w++) {
      let v = Number(n & mask);
      n >>= shiftBy;
      if (v > half) {
        v -= size;
        n += _1n3;
      }
      d.push(v);
    }
    if (n !== _0n3)
      throw new Error("invalid wnaf");
    return d;
  }
  function wnafWalk(zero, tables, digits) {
    let max = 0;
    for (const d of digits)
      max = Math.max(max, d.length);
    let acc = zero;
    for (let bit = max - 1; bit >= 0; bit--) {
      if (bit !== max - 1)
        acc = acc.double();
      for (let i = 0; i < digits.length; i++) {
        const w = digits[i][bit];
        if (w) {
          const item = tables[i][Math.abs(w) - 1 >> 1];
          acc = acc.add(w < 0 ? item.negate() : item);
        }
      }
    }
    return acc;
  }
  var ScalarMultiplier = class {
    Point;
    BASE;
    ZERO;
    randomBytes;
    wnafPrecomputes = /* @__PURE__ */ new WeakMap();
    baseCanBeBlinded;
    bits;
    // Parametrized with a given Point class (not individual point)
    constructor(Point2, randomBytes3) {
      validatePointCons(Point2);
      this.randomBytes = probeRandomBytes(randomBytes3, BLIND_BYTES);
      this.Point = Point2;
      this.BASE = Point2.BASE;
      this.ZERO = Point2.ZERO;
      this.bits = Point2.Fn.BITS;
    }
    /**
     * Creates a signed fixed-window wNAF precomputation table: for every window w, the
     * multiples `[1..2^(W−1)]⋅2^(w⋅W)⋅P`, flattened. All doublings are baked into the table,
     * so cached multiplication is additions-only. `windows = ceil(bits/W) + 1`: the extra
     * window absorbs the final carry of signed-digit recoding.
     * For a 256-bit curve and W=6, the table is 44⋅32 = 1408 points.
     * @param point - Point instance
     * @param W - window size
     * @param bits - scalar bitlength the table must cover
     */
    buildWnafTable(point, W, bits) {
      const windows = Math.ceil(bits / W) + 1;
      const half = 2 ** (W - 1);
      const comp = [];
      let base = point;
      for (let w = 0; w < windows; w++) {
        let acc = base;
        for (let i = 0; i < half; i++) {
          comp.push(acc);
          acc = acc.add(base);
        }
        base = comp[comp.length - 1].double();
      }
      return { W, bits, windows, comp };
    }
    /**
     * Implements ec multiplication using precomputed signed fixed-window wNAF tables.
     * Constant-time: fixed window count with one table addition per window — zero digits feed
     * the fake accumulator — and no doublings; the lookup scans the whole window slice.
     * Scalar bounds are validated by the public entry points ({@link ScalarMultiplier.mulCT},
     * {@link ScalarMultiplier.mulCTBlinded}, {@link ScalarMultiplier.mulUnsafe});
     * signedWindowDigits throws if `n` exceeds the table.
     * @returns real and fake (for const-time) points
     */
    wnafCachedCT(precomputes, n) {
      const { W, windows, comp } = precomputes;
      const half = 2 ** (W - 1);
      const digits = signedWindowDigits(n, W, windows);
      let p = this.ZERO;
      let f = this.BASE;
      for (let w = 0; w < windows; w++) {
        const digit = digits[w];
        const start = w * half;
        const idx = Math.abs(digit) - 1;
        let sel = comp[start];
        for (let i = 1; i < half; i++)
          sel = i === idx ? comp[start + i] : sel;
        const neg = sel.negate();
        if (digit === 0)
          f = f.add(comp[start]);
        else
          p = p.add(digit < 0 ? neg : sel);
      }
      return { p, f };
    }
    // Cache key is point identity plus (W, bits); at most two entries exist per point (public-width
    // `Fn.BITS` and blinded `Fn.BITS + BLIND_BITS`). Callers must not reuse the same point with
    // incompatible `transform(...)` layouts and expect a separate cache entry.
    getWnafPrecomputes(W, point, bits, transform) {
      let entries = this.wnafPrecomputes.get(point);
      let comp = entries == null ? void 0 : entries.find((entry) => entry.W === W && entry.bits === bits);
      if (!comp) {
        comp = this.buildWnafTable(point, W, bits);
        if (typeof transform === "function")
          comp = { ...comp, comp: transform(comp.comp) };
        if (!entries) {
          entries = [];
          this.wnafPrecomputes.set(point, entries);
        }
        entries.push(comp);
      }
      return comp;
    }
    assertPoint(point) {
      if (!(point instanceof this.Point))
        throw new TypeError('"point" expected Point instance, got type=' + typeof point);
    }
    // Shared prologue of the constant-time entry points. Rejects scalar 0: in key/signature-style
    // callers a zero scalar means broken upstream plumbing, and concrete Points already reject it.
    // Uses inRange instead of Fn.isValidNot0: validateField() only certifies the arithmetic subset.
    validateMulInput(point, scalar) {
      this.assertPoint(point);
      if (!inRange(scalar, _1n3, this.Point.Fn.ORDER))
        throw new Error("invalid scalar");
    }
    // Constant-time dispatch shared by mulCT / mulCTBlinded. Un-precomputed points (W===1, e.g.
    // ECDH peer keys) skip building a throwaway cached table in favor of a small fixed-window
    // multiply. `n` must be < 2^bits.
    runCT(point, n, bits, transform) {
      const W = getWindowSize(point);
      if (W === 1)
        return this.fixedWindowCT(point, n, bits);
      return this.wnafCachedCT(this.getWnafPrecomputes(W, point, bits, transform), n);
    }
    mulCT(point, scalar, transform) {
      this.validateMulInput(point, scalar);
      return this.runCT(point, scalar, this.bits, transform);
    }
    mulCTBlinded(point, scalar, transform) {
      this.validateMulInput(point, scalar);
      if (this.randomBytes === void 0)
        throw new Error("randomBytes is required for scalar blinding");
      const bits = this.Point.Fn.BITS + BLIND_BITS;
      const blind = this.randomBytes(BLIND_BYTES);
      if (!isBytes2(blind) || blind.length !== BLIND_BYTES)
        throw new Error("randomBytes returned invalid byte array");
      blind[0] = blind[0] & 63 | 128;
      const n = scalar + bytesToNumberBE(blind) * this.Point.Fn.ORDER;
      return this.runCT(point, n, bits, transform);
    }
    /**
     * Constant-time multiplication `n*point` for an un-precomputed point, via a small fixed window.
     * A cached wNAF table only pays off when reused; a flat 2^FW_WINDOW table (`size-1` adds) is
     * far cheaper to build for a single use. The point-operation sequence is independent of `n`:
     * build the table, then per window exactly FW_WINDOW doublings, a data-oblivious scan over
     * every table entry, and one addition (adds the identity when the window digit is 0 — never
     * skipped).
     *
     * `n` must be `< 2^bits`. Assumes complete addition (adding the identity costs the same as any
     * add), which holds for the Weierstrass/Edwards point types used here. The table is left in
     * projective form (no normalizeZ): normalizing this small a table costs more than the
     * mixed-add savings it would buy for a single multiply.
     * @returns real point `p`; `f` duplicates it only to match {@link wnafCachedCT}'s return shape
     * (this path needs no fake accumulator — its op-count is already scalar-independent).
     */
    fixedWindowCT(point, n, bits) {
      const W = FW_WINDOW;
      const size = 1 << W;
      const mask = bitMask(W);
      const table = new Array(size);
      table[0] = this.ZERO;
      for (let i = 1; i < size; i++)
        table[i] = table[i - 1].add(point);
      const windows = Math.ceil(bits / W);
      let acc = this.ZERO;
      for (let window = windows - 1; window >= 0; window--) {
        if (window !== windows - 1)
          for (let d = 0; d < W; d++)
            acc = acc.double();
        const digit = Number(n >> BigInt(window * W) & mask);
        let sel = table[0];
        for (let i = 1; i < size; i++)
          sel = i === digit ? table[i] : sel;
        acc = acc.add(sel);
      }
      return { p: acc, f: acc };
    }
    shouldBlind(point, cofactor) {
      if (this.randomBytes === void 0)
        return false;
      if (cofactor === _1n3)
        return true;
      if (point !== this.BASE)
        return false;
      if (this.baseCanBeBlinded === void 0)
        this.baseCanBeBlinded = this.mulUnsafe(this.BASE, this.Point.Fn.ORDER).is0();
      return this.baseCanBeBlinded;
    }
    mulSecret(point, scalar, cofactor, transform) {
      return this.shouldBlind(point, cofactor) ? this.mulCTBlinded(point, scalar, transform) : this.mulCT(point, scalar, transform);
    }
    mulUnsafe(point, scalar, transform) {
      this.assertPoint(point);
      if (!isPosBig(scalar))
        throw new Error("invalid scalar");
      const W = getWindowSize(point);
      if (W === 1 || scalar >= this.Point.Fn.ORDER)
        return mulAddUnsafe(this.Point, [point], [scalar], true);
      const precomputes = this.getWnafPrecomputes(W, point, this.bits, transform);
      return this.wnafCachedCT(precomputes, scalar).p;
    }
    // Remembers the window size used for precomputed wNAF multiplication of the given point
    // and drops any previously built tables. Usually only the base point is precomputed.
    // W=1 resets the point to the un-precomputed (table-less) paths.
    // W is additionally capped so tables stay under ~2 GiB ({@link TABLE_BYTES_MAX}).
    setWindowSize(point, W) {
      this.assertPoint(point);
      validateW(W, this.bits);
      const windows = Math.ceil((this.bits + BLIND_BITS) / W) + 1;
      validateTableBytes(windows * 2 ** (W - 1), this.Point.Fp.BYTES);
      pointWindowSizes.set(point, W);
      this.wnafPrecomputes.delete(point);
    }
    // True when a window size is set: tables themselves are built lazily on first multiply.
    hasWindowSize(point) {
      return getWindowSize(point) !== 1;
    }
  };
  function mulAddUnsafe(c, points, scalars, allowOversized = false) {
    validatePointCons(c);
    validateMSMPoints(points, c);
    abool(allowOversized, "allowOversized");
    validateMSMScalars(scalars, c.Fn, allowOversized ? c.Fn.ORDER ** _4n2 : void 0);
    if (points.length !== scalars.length)
      throw new Error("arrays of points and scalars must have equal length");
    const tables = points.map((p) => oddMultiples(p, 4));
    const digits = scalars.map((n) => wnafDigits(n, 4));
    return wnafWalk(c.ZERO, tables, digits);
  }
  function createField(order, field, isLE) {
    if (field) {
      if (field.ORDER !== order)
        throw new Error("Field.ORDER must match order: Fp == p, Fn == n");
      validateField(field);
      return field;
    } else {
      return Field(order, { isLE });
    }
  }
  function createCurveFields(type, CURVE, curveOpts = {}, FpFnLE) {
    if (type !== "weierstrass" && type !== "edwards")
      throw new Error('expected curve type "weierstrass" or "edwards"');
    if (FpFnLE === void 0)
      FpFnLE = type === "edwards";
    if (!CURVE || typeof CURVE !== "object")
      throw new Error(`expected valid ${type} CURVE object`);
    validateObject(curveOpts);
    for (const p of ["p", "n", "h"]) {
      const val = CURVE[p];
      if (!(isPosBig(val) && val !== _0n3))
        throw new Error(`CURVE.${p} must be positive bigint`);
    }
    const Fp2 = createField(CURVE.p, curveOpts.Fp, FpFnLE);
    const Fn = createField(CURVE.n, curveOpts.Fn, FpFnLE);
    const _b = type === "weierstrass" ? "b" : "d";
    const params = ["Gx", "Gy", "a", _b];
    for (const p of params) {
      if (!Fp2.isValid(CURVE[p]))
        throw new Error(`CURVE.${p} must be valid field element of CURVE.Fp`);
    }
    CURVE = Object.freeze(Object.assign({}, CURVE));
    return { CURVE, Fp: Fp2, Fn };
  }
  function createKeygen(randomSecretKey, getPublicKey) {
    return function keygen(seed) {
      const secretKey = randomSecretKey(seed);
      return { secretKey, publicKey: getPublicKey(secretKey) };
    };
  }

  // node_modules/@noble/curves/abstract/edwards.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _0n4 = /* @__PURE__ */ BigInt(0);
  var _1n4 = /* @__PURE__ */ BigInt(1);
  var _2n2 = /* @__PURE__ */ BigInt(2);
  var _4n3 = /* @__PURE__ */ BigInt(4);
  var _8n2 = /* @__PURE__ */ BigInt(8);
  function isEdValidXY(Fp2, CURVE, x, y) {
    const x2 = Fp2.sqr(x);
    const y2 = Fp2.sqr(y);
    const left = Fp2.add(Fp2.mul(CURVE.a, x2), y2);
    const right = Fp2.add(Fp2.ONE, Fp2.mul(CURVE.d, Fp2.mul(x2, y2)));
    return Fp2.eql(left, right);
  }
  function edwards(params, extraOpts = {}) {
    validateObject(extraOpts, {}, {}, "extraOpts");
    const opts = extraOpts;
    const validated = createCurveFields("edwards", params, opts, opts.FpFnLE);
    const { Fp: Fp2, Fn } = validated;
    let CURVE = validated.CURVE;
    const { h: cofactor } = CURVE;
    if (FpLegendre(Fp2, CURVE.a) !== 1)
      throw new Error("edwards: CURVE.a must be a square in Fp for complete addition formulas");
    if (FpLegendre(Fp2, CURVE.d) !== -1)
      throw new Error("edwards: CURVE.d must be a non-square in Fp for complete addition formulas");
    validateObject(opts, {}, { uvRatio: "function", randomBytes: "function" });
    const randomBytes3 = opts.randomBytes === void 0 ? randomBytes2 : opts.randomBytes;
    const MASK = _2n2 << BigInt(Fp2.BYTES * 8) - _1n4;
    function isOdd(n) {
      if (!Fp2.isOdd)
        throw new Error("Field does not have .isOdd()");
      return Fp2.isOdd(n);
    }
    const uvRatio2 = opts.uvRatio === void 0 ? (u, v) => {
      try {
        return { isValid: true, value: Fp2.sqrt(Fp2.div(u, v)) };
      } catch (e) {
        return { isValid: false, value: _0n4 };
      }
    } : opts.uvRatio;
    if (!isEdValidXY(Fp2, CURVE, CURVE.Gx, CURVE.Gy))
      throw new Error("bad curve params: generator point");
    const mulA = Fp2.eql(CURVE.a, Fp2.neg(Fp2.ONE)) ? (x) => Fp2.neg(x) : Fp2.eql(CURVE.a, Fp2.ONE) ? (x) => x : (x) => Fp2.mul(CURVE.a, x);
    function acoord(title, n, banZero = false) {
      const min = banZero ? _1n4 : _0n4;
      aInRange("coordinate " + title, n, min, MASK);
      return n;
    }
    function aedpoint(other) {
      if (!(other instanceof Point2))
        throw new Error("EdwardsPoint expected");
    }
    class Point2 {
      static BASE = new Point2(CURVE.Gx, CURVE.Gy, Fp2.ONE, Fp2.mul(CURVE.Gx, CURVE.Gy));
      static ZERO = new Point2(Fp2.ZERO, Fp2.ONE, Fp2.ONE, Fp2.ZERO);
      static Fp = Fp2;
      static Fn = Fn;
      X;
      Y;
      Z;
      T;
      constructor(X, Y, Z, T) {
        this.X = acoord("x", X);
        this.Y = acoord("y", Y);
        this.Z = acoord("z", Z, true);
        this.T = acoord("t", T);
        Object.freeze(this);
      }
      static CURVE() {
        return CURVE;
      }
      /**
       * Create one extended Edwards point from affine coordinates.
       * Does NOT validate that the point is on-curve or torsion-free.
       * Use `.assertValidity()` on adversarial inputs.
       */
      static fromAffine(p) {
        if (p instanceof Point2)
          throw new Error("extended point not allowed");
        const { x, y } = p || {};
        acoord("x", x);
        acoord("y", y);
        return new Point2(x, y, Fp2.ONE, Fp2.mul(x, y));
      }
      // Uses algo from RFC8032 5.1.3.
      static fromBytes(bytes, zip215 = false) {
        const len = Fp2.BYTES;
        const { a, d } = CURVE;
        bytes = copyBytes(abytes2(bytes, len, "point"));
        abool(zip215, "zip215");
        const normed = copyBytes(bytes);
        const lastByte = bytes[len - 1];
        normed[len - 1] = lastByte & ~128;
        const y = bytesToNumberLE(normed);
        const max = zip215 ? MASK : Fp2.ORDER;
        aInRange("point.y", y, _0n4, max);
        const y2 = Fp2.sqr(y);
        const u = Fp2.sub(y2, Fp2.ONE);
        const v = Fp2.sub(Fp2.mulN(d, y2), a);
        let { isValid, value: x } = uvRatio2(u, v);
        if (!isValid)
          throw new Error("bad point: invalid y coordinate");
        const isXOdd = isOdd(x);
        const isLastByteOdd = (lastByte & 128) !== 0;
        if (!zip215 && Fp2.is0(x) && isLastByteOdd)
          throw new Error("bad point: x=0 and x_0=1");
        if (isLastByteOdd !== isXOdd)
          x = Fp2.neg(x);
        return Point2.fromAffine({ x, y });
      }
      static fromHex(hex, zip215 = false) {
        return Point2.fromBytes(hexToBytes2(hex), zip215);
      }
      get x() {
        return this.toAffine().x;
      }
      get y() {
        return this.toAffine().y;
      }
      precompute(windowSize = 6, isLazy = true) {
        wnaf.setWindowSize(this, windowSize);
        if (!isLazy)
          this.multiply(_2n2);
        return this;
      }
      // Useful in fromAffine() - not for fromBytes(), which always created valid points.
      assertValidity() {
        const p = this;
        const { a, d } = CURVE;
        if (p.is0())
          throw new Error("bad point: ZERO");
        const { X, Y, Z, T } = p;
        const X2 = Fp2.sqr(X);
        const Y2 = Fp2.sqr(Y);
        const Z2 = Fp2.sqr(Z);
        const Z4 = Fp2.sqr(Z2);
        const aX2 = Fp2.mul(X2, a);
        const left = Fp2.mul(Fp2.add(aX2, Y2), Z2);
        const right = Fp2.add(Z4, Fp2.mul(d, Fp2.mul(X2, Y2)));
        if (!Fp2.eql(left, right))
          throw new Error("bad point: equation left != right (1)");
        const XY = Fp2.mul(X, Y);
        const ZT = Fp2.mul(Z, T);
        if (!Fp2.eql(XY, ZT))
          throw new Error("bad point: equation left != right (2)");
      }
      // Compare one point to another.
      equals(other) {
        aedpoint(other);
        const { X: X1, Y: Y1, Z: Z1 } = this;
        const { X: X2, Y: Y2, Z: Z2 } = other;
        const X1Z2 = Fp2.mul(X1, Z2);
        const X2Z1 = Fp2.mul(X2, Z1);
        const Y1Z2 = Fp2.mul(Y1, Z2);
        const Y2Z1 = Fp2.mul(Y2, Z1);
        return Fp2.eql(X1Z2, X2Z1) && Fp2.eql(Y1Z2, Y2Z1);
      }
      is0() {
        return this.equals(Point2.ZERO);
      }
      negate() {
        return new Point2(Fp2.neg(this.X), this.Y, this.Z, Fp2.neg(this.T));
      }
      // Fast algo for doubling Extended Point.
      // https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html#doubling-dbl-2008-hwcd
      // Cost: 4M + 4S + 1*a + 6add + 1*2.
      double() {
        const { X: X1, Y: Y1, Z: Z1 } = this;
        const A = Fp2.sqr(X1);
        const B = Fp2.sqr(Y1);
        const C = Fp2.mul(Fp2.sqr(Z1), _2n2);
        const D = mulA(A);
        const x1y1 = Fp2.addN(X1, Y1);
        const E = Fp2.sub(Fp2.subN(Fp2.sqr(x1y1), A), B);
        const G = Fp2.addN(D, B);
        const F = Fp2.subN(G, C);
        const H = Fp2.subN(D, B);
        const X3 = Fp2.mul(E, F);
        const Y3 = Fp2.mul(G, H);
        const T3 = Fp2.mul(E, H);
        const Z3 = Fp2.mul(F, G);
        return new Point2(X3, Y3, Z3, T3);
      }
      // Fast algo for adding 2 Extended Points.
      // https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html#addition-add-2008-hwcd
      // Cost: 9M + 1*a + 1*d + 7add.
      add(other) {
        aedpoint(other);
        const { d } = CURVE;
        const { X: X1, Y: Y1, Z: Z1, T: T1 } = this;
        const { X: X2, Y: Y2, Z: Z2, T: T2 } = other;
        const A = Fp2.mul(X1, X2);
        const B = Fp2.mul(Y1, Y2);
        const C = Fp2.mul(Fp2.mulN(T1, d), T2);
        const D = Fp2.mul(Z1, Z2);
        const E = Fp2.sub(Fp2.subN(Fp2.mulN(Fp2.addN(X1, Y1), Fp2.addN(X2, Y2)), A), B);
        const F = Fp2.subN(D, C);
        const G = Fp2.addN(D, C);
        const H = Fp2.sub(B, mulA(A));
        const X3 = Fp2.mul(E, F);
        const Y3 = Fp2.mul(G, H);
        const T3 = Fp2.mul(E, H);
        const Z3 = Fp2.mul(F, G);
        return new Point2(X3, Y3, Z3, T3);
      }
      subtract(other) {
        aedpoint(other);
        return this.add(other.negate());
      }
      // Constant-time multiplication.
      multiply(scalar) {
        if (!Fn.isValidNot0(scalar))
          throw new RangeError("invalid scalar: expected 1 <= sc < curve.n");
        const { p, f } = wnaf.mulSecret(this, scalar, cofactor, normalize);
        return normalize([p, f])[0];
      }
      // Non-constant-time multiplication. Uses double-and-add algorithm.
      // It's faster, but should only be used when you don't care about
      // an exposed private key e.g. sig verification.
      // Keeps the same subgroup-scalar contract: 0 is allowed for public-scalar callers, but
      // n and larger values are rejected instead of being reduced mod n to the identity point.
      multiplyUnsafe(scalar) {
        if (!Fn.isValid(scalar))
          throw new RangeError("invalid scalar: expected 0 <= sc < curve.n");
        if (scalar === _0n4)
          return Point2.ZERO;
        if (this.is0() || scalar === _1n4)
          return this;
        return wnaf.mulUnsafe(this, scalar, normalize);
      }
      // Checks if point is of small order.
      // If you add something to small order point, you will have "dirty"
      // point with torsion component.
      // Clears cofactor and checks if the result is 0.
      isSmallOrder() {
        return this.clearCofactor().is0();
      }
      // Multiplies point by curve order and checks if the result is 0.
      // Returns `false` is the point is dirty.
      isTorsionFree() {
        return wnaf.mulUnsafe(this, CURVE.n).is0();
      }
      // Converts Extended point to default (x, y) coordinates.
      // Can accept precomputed Z^-1 - for example, from invertBatch.
      toAffine(invertedZ) {
        const p = this;
        let iz = invertedZ;
        if (iz != null && typeof iz !== "bigint")
          throw new TypeError('"invertedZ" expected bigint, got type=' + typeof iz);
        const { X, Y, Z } = p;
        const is0 = p.is0();
        if (iz == null)
          iz = is0 ? Fp2.create(_8n2) : Fp2.inv(Z);
        const x = Fp2.mul(X, iz);
        const y = Fp2.mul(Y, iz);
        const zz = Fp2.mul(Z, iz);
        if (is0)
          return { x: Fp2.ZERO, y: Fp2.ONE };
        if (!Fp2.eql(zz, Fp2.ONE))
          throw new Error("invZ was invalid");
        return { x, y };
      }
      clearCofactor() {
        if (cofactor === _1n4)
          return this;
        if (cofactor === _2n2)
          return this.double();
        if (cofactor === _4n3)
          return this.double().double();
        if (cofactor === _8n2)
          return this.double().double().double();
        return this.multiplyUnsafe(cofactor);
      }
      toBytes() {
        const { x, y } = this.toAffine();
        const bytes = Fp2.toBytes(y);
        bytes[bytes.length - 1] |= isOdd(x) ? 128 : 0;
        return bytes;
      }
      toHex() {
        return bytesToHex2(this.toBytes());
      }
      toString() {
        return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
      }
    }
    const normalize = (points) => normalizeZ(Point2, points);
    const wnaf = new ScalarMultiplier(Point2, randomBytes3);
    if (wnaf.bits >= 6)
      Point2.BASE.precompute(6);
    Object.freeze(Point2.prototype);
    Object.freeze(Point2);
    return Point2;
  }
  function eddsa(Point2, cHash, eddsaOpts = {}) {
    validatePointCons(Point2);
    if (typeof cHash !== "function")
      throw new Error('"hash" function param is required');
    const hash = cHash;
    const opts = eddsaOpts;
    validateObject(opts, {}, {
      adjustScalarBytes: "function",
      randomBytes: "function",
      domain: "function",
      prehash: "function",
      zip215: "boolean",
      mapToCurve: "function",
      toMontgomery: "function",
      toMontgomerySecret: "function"
    });
    const { prehash } = opts;
    const { BASE, Fp: Fp2, Fn } = Point2;
    const outputLen = hash.outputLen;
    const expectedLen = 2 * Fp2.BYTES;
    if (outputLen !== void 0) {
      asafenumber(outputLen, "hash.outputLen");
      if (outputLen !== expectedLen)
        throw new Error(`hash.outputLen must be ${expectedLen}, got ${outputLen}`);
    }
    const randomBytes3 = opts.randomBytes === void 0 ? randomBytes2 : opts.randomBytes;
    const toMontgomery2 = opts.toMontgomery;
    const toMontgomerySecret2 = opts.toMontgomerySecret;
    const adjustScalarBytes2 = opts.adjustScalarBytes === void 0 ? (bytes) => bytes : opts.adjustScalarBytes;
    const domain = opts.domain === void 0 ? (data, ctx, phflag) => {
      abool(phflag, "phflag");
      if (ctx.length || phflag)
        throw new Error("Contexts/pre-hash are not supported");
      return data;
    } : opts.domain;
    function modN_LE(hash2) {
      return Fn.create(bytesToNumberLE(hash2));
    }
    function getPrivateScalar(key) {
      const len = lengths.secretKey;
      abytes2(key, lengths.secretKey, "secretKey");
      const hashed = abytes2(hash(key), 2 * len, "hashedSecretKey");
      const head = adjustScalarBytes2(hashed.slice(0, len));
      const prefix = hashed.slice(len, 2 * len);
      const scalar = modN_LE(head);
      return { head, prefix, scalar };
    }
    function getExtendedPublicKey(secretKey) {
      const { head, prefix, scalar } = getPrivateScalar(secretKey);
      const point = BASE.multiply(scalar);
      const pointBytes = point.toBytes();
      return { head, prefix, scalar, point, pointBytes };
    }
    function getPublicKey(secretKey) {
      return getExtendedPublicKey(secretKey).pointBytes;
    }
    function hashDomainToScalar(context = Uint8Array.of(), ...msgs) {
      const msg = concatBytes2(...msgs);
      return modN_LE(hash(domain(msg, abytes2(context, void 0, "context"), !!prehash)));
    }
    function sign2(msg, secretKey, options = {}) {
      validateObject(options, {}, {}, "options");
      msg = copyBytes(abytes2(msg, void 0, "message"));
      if (prehash)
        msg = prehash(msg);
      const { prefix, scalar, pointBytes } = getExtendedPublicKey(secretKey);
      const r = hashDomainToScalar(options.context, prefix, msg);
      const R = BASE.multiply(r).toBytes();
      const k = hashDomainToScalar(options.context, R, pointBytes, msg);
      const s = Fn.create(r + k * scalar);
      if (!Fn.isValid(s))
        throw new Error("sign failed: invalid s");
      const rs = concatBytes2(R, Fn.toBytes(s));
      return abytes2(rs, lengths.signature, "result");
    }
    const verifyOpts = {
      zip215: opts.zip215
    };
    function verify(sig, msg, publicKey, options = verifyOpts) {
      validateObject(options);
      const { context } = options;
      const zip215 = options.zip215 === void 0 ? !!verifyOpts.zip215 : options.zip215;
      const len = lengths.signature;
      sig = abytes2(sig, len, "signature");
      msg = abytes2(msg, void 0, "message");
      publicKey = abytes2(publicKey, lengths.publicKey, "publicKey");
      if (zip215 !== void 0)
        abool(zip215, "zip215");
      if (prehash)
        msg = prehash(msg);
      const mid = len / 2;
      const r = sig.subarray(0, mid);
      const s = bytesToNumberLE(sig.subarray(mid, len));
      let A, R, SB;
      try {
        A = Point2.fromBytes(publicKey, zip215);
        R = Point2.fromBytes(r, zip215);
        SB = BASE.multiplyUnsafe(s);
      } catch (error) {
        return false;
      }
      if (!zip215 && A.isSmallOrder())
        return false;
      const k = hashDomainToScalar(context, r, publicKey, msg);
      const RkA = R.add(A.multiplyUnsafe(k));
      return RkA.subtract(SB).clearCofactor().is0();
    }
    const _size = Fp2.BYTES;
    const lengths = {
      secretKey: _size,
      publicKey: _size,
      signature: 2 * _size,
      seed: _size
    };
    function randomSecretKey(seed) {
      seed = seed === void 0 ? randomBytes3(lengths.seed) : seed;
      return abytes2(seed, lengths.seed, "seed");
    }
    function isValidSecretKey(key) {
      return isBytes2(key) && key.length === lengths.secretKey;
    }
    function isValidPublicKey(key, zip215) {
      try {
        return !!Point2.fromBytes(key, zip215 === void 0 ? verifyOpts.zip215 : zip215);
      } catch (error) {
        return false;
      }
    }
    const utils = {
      getExtendedPublicKey,
      randomSecretKey,
      isValidSecretKey,
      isValidPublicKey,
      /** Converts an Edwards public key to a companion Montgomery public key. */
      toMontgomery(publicKey) {
        if (toMontgomery2 === void 0)
          throw new Error("Montgomery conversion is not supported for this curve");
        return toMontgomery2(Point2.fromBytes(publicKey));
      },
      toMontgomerySecret(secretKey) {
        if (toMontgomerySecret2 === void 0)
          throw new Error("Montgomery conversion is not supported for this curve");
        return toMontgomerySecret2(secretKey);
      }
    };
    Object.freeze(lengths);
    Object.freeze(utils);
    return Object.freeze({
      keygen: createKeygen(randomSecretKey, getPublicKey),
      getPublicKey,
      sign: sign2,
      verify,
      utils,
      Point: Point2,
      lengths
    });
  }

  // node_modules/@noble/curves/ed25519.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _1n5 = /* @__PURE__ */ BigInt(1);
  var _2n3 = /* @__PURE__ */ BigInt(2);
  var _5n2 = /* @__PURE__ */ BigInt(5);
  var _8n3 = /* @__PURE__ */ BigInt(8);
  var ed25519_CURVE_p = /* @__PURE__ */ BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
  var ed25519_CURVE = /* @__PURE__ */ (() => ({
    p: ed25519_CURVE_p,
    n: BigInt("0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
    h: _8n3,
    a: BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"),
    d: BigInt("0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3"),
    Gx: BigInt("0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
    Gy: BigInt("0x6666666666666666666666666666666666666666666666666666666666666658")
  }))();
  function ed25519_pow_2_252_3(x) {
    const _10n = BigInt(10), _20n = BigInt(20), _40n = BigInt(40), _80n = BigInt(80);
    const P = ed25519_CURVE_p;
    const x2 = x * x % P;
    const b2 = x2 * x % P;
    const b4 = pow2(b2, _2n3, P) * b2 % P;
    const b5 = pow2(b4, _1n5, P) * x % P;
    const b10 = pow2(b5, _5n2, P) * b5 % P;
    const b20 = pow2(b10, _10n, P) * b10 % P;
    const b40 = pow2(b20, _20n, P) * b20 % P;
    const b80 = pow2(b40, _40n, P) * b40 % P;
    const b160 = pow2(b80, _80n, P) * b80 % P;
    const b240 = pow2(b160, _80n, P) * b80 % P;
    const b250 = pow2(b240, _10n, P) * b10 % P;
    const pow_p_5_8 = pow2(b250, _2n3, P) * x % P;
    return { pow_p_5_8, b2 };
  }
  function adjustScalarBytes(bytes) {
    bytes[0] &= 248;
    bytes[31] &= 127;
    bytes[31] |= 64;
    return bytes;
  }
  var ED25519_SQRT_M1 = /* @__PURE__ */ BigInt("19681161376707505956807079304988542015446066515923890162744021073123829784752");
  function uvRatio(u, v) {
    const P = ed25519_CURVE_p;
    const v3 = mod(v * v * v, P);
    const v7 = mod(v3 * v3 * v, P);
    const pow3 = ed25519_pow_2_252_3(u * v7).pow_p_5_8;
    let x = mod(u * v3 * pow3, P);
    const vx2 = mod(v * x * x, P);
    const root1 = x;
    const root2 = mod(x * ED25519_SQRT_M1, P);
    const useRoot1 = vx2 === u;
    const useRoot2 = vx2 === mod(-u, P);
    const noRoot = vx2 === mod(-u * ED25519_SQRT_M1, P);
    if (useRoot1)
      x = root1;
    if (useRoot2 || noRoot)
      x = root2;
    if (isNegativeLE(x, P))
      x = mod(-x, P);
    return { isValid: useRoot1 || useRoot2, value: x };
  }
  var ed25519_Point = /* @__PURE__ */ edwards(ed25519_CURVE, { uvRatio });
  var Fp = /* @__PURE__ */ (() => ed25519_Point.Fp)();
  function toMontgomery(point) {
    const { y } = point;
    return Fp.toBytes(Fp.div(_1n5 + y, _1n5 - y));
  }
  function toMontgomerySecret(secretKey) {
    const size = ed25519_Point.Fp.BYTES;
    abytes(secretKey, size);
    return adjustScalarBytes(sha512(secretKey.subarray(0, size))).subarray(0, size);
  }
  function ed(opts) {
    return eddsa(ed25519_Point, sha512, Object.assign({ adjustScalarBytes, toMontgomery, toMontgomerySecret, zip215: true }, opts));
  }
  var ed25519 = /* @__PURE__ */ ed({});

  // protocol/refusal.js
  var Refusal = class extends Error {
    /**
     * @param {string} code a short name in the words of the rulebook, such as `key_not_listed`
     * @param {Record<string, string | number>} [details] what the words need: which question, which number
     */
    constructor(code, details = {}) {
      super(code);
      this.name = "Refusal";
      this.code = code;
      this.details = details;
    }
  };

  // protocol/group.js
  var { Point } = ed25519;
  var q = Point.Fn.ORDER;
  var one = Point.ZERO;
  var reduce = (s) => (s % q + q) % q;
  var g = Point.BASE;
  var power = (base, s) => base.multiplyUnsafe(reduce(s));
  var product = (elements) => elements.reduce((a, b) => a.add(b), one);
  var quotient = (a, b) => a.subtract(b);
  function numberFromBytes(bytes) {
    let hex = "0x";
    for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
    return BigInt(hex);
  }
  function encodeElement(element) {
    const { x, y } = element.toAffine();
    return ((x & 1n) << 255n | y).toString(16).padStart(64, "0");
  }
  function decodePoint(text) {
    if (typeof text !== "string" || !/^[0-9a-f]{64}$/.test(text)) throw new Refusal("element_malformed");
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => parseInt(text.slice(62 - 2 * i, 64 - 2 * i), 16));
    try {
      return Point.fromBytes(bytes);
    } catch {
      throw new Refusal("element_malformed");
    }
  }
  function decodeElement(text) {
    const point = decodePoint(text);
    if (!point.isTorsionFree()) throw new Refusal("element_outside_group");
    return point;
  }
  function decodeKey(text) {
    const key = decodeElement(text);
    if (key.is0()) throw new Refusal("key_is_identity");
    return key;
  }
  function decodeScalar(text) {
    if (typeof text !== "string" || !/^(0|[1-9][0-9]{0,75})$/.test(text)) throw new Refusal("scalar_malformed");
    const s = BigInt(text);
    if (s >= q) throw new Refusal("scalar_malformed");
    return s;
  }

  // protocol/hash.js
  var utf8 = new TextEncoder();
  var digest = (input) => sha256(typeof input === "string" ? utf8.encode(input) : input);
  var hashToScalar = (text) => reduce(numberFromBytes(digest(text)));
  var hashToBase64 = (input) => btoa(String.fromCharCode(...digest(input))).replace(/=+$/, "");
  var hashToHex = (input) => Array.from(digest(input), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // protocol/archive.js
  var BLOCK = 512;
  var NEXT = {
    empty: { Setup: "voting" },
    voting: { Ballot: "voting", EndBallots: "closed" },
    closed: { EncryptedTally: "tallied" },
    tallied: { PartialDecryption: "decrypting" },
    decrypting: { PartialDecryption: "decrypting", Result: "finished" },
    finished: {}
  };
  function readArchive(bytes) {
    const { data, events } = readRecords(bytes);
    const used = /* @__PURE__ */ new Set();
    const named = (hash) => {
      const content = data.get(String(hash));
      if (!content) throw new Refusal("box_broken");
      used.add(hash);
      return content;
    };
    const structure = (hash, fields) => readOrdered(named(hash), fields);
    const ballots = /* @__PURE__ */ new Set();
    let setup;
    let tally = null;
    const factors = [];
    let result = null;
    let stage = "empty";
    let last = "";
    events.forEach(({ hash, content, before }, height) => {
      var _a;
      const withPayload = readJson(content).type !== "EndBallots";
      const event = readOrdered(content, [...height > 0 ? ["parent"] : [], "height", "type", ...withPayload ? ["payload"] : []]);
      const next = (
        /** @type {any} */
        NEXT[stage][event.type]
      );
      const known = withPayload ? (((_a = data.get(event.payload)) == null ? void 0 : _a.length) ?? 0) > 0 && before.has(event.payload) : true;
      if (event.height !== height || height > 0 && event.parent !== last || !next || !known) throw new Refusal("box_broken");
      if (event.type === "Setup") setup = structure(event.payload, ["election", "trustees", "credentials"]);
      if (event.type === "Ballot") {
        if (ballots.has(event.payload)) throw new Refusal("box_broken");
        ballots.add(event.payload);
      }
      if (event.type === "EncryptedTally") {
        const size = structure(event.payload, ["num_tallied", "total_weight", "encrypted_tally"]);
        tally = { content: named(size.encrypted_tally), size: named(event.payload), tallied: size.num_tallied, sealed: hash };
      }
      if (event.type === "PartialDecryption") {
        const { owner, payload } = structure(event.payload, ["owner", "payload"]);
        if (factors.some((earlier) => earlier.owner === owner)) throw new Refusal("box_broken");
        factors.push({ owner, content: named(payload) });
      }
      if (event.type === "Result") result = named(event.payload);
      if (withPayload) used.add(event.payload);
      stage = next;
      last = hash;
    });
    if (!setup) throw new Refusal("box_broken");
    const contents = {
      election: named(setup.election),
      trustees: named(setup.trustees),
      credentials: named(setup.credentials),
      ballots: [...ballots].map(named)
    };
    if (used.size !== data.size) throw new Refusal("box_broken");
    return { ...contents, tally, factors, result, stage, events: events.length, last };
  }
  function readJson(bytes) {
    try {
      return Object(JSON.parse(written(bytes)));
    } catch {
      throw new Refusal("box_broken");
    }
  }
  function readOrdered(bytes, fields) {
    const json = readJson(bytes);
    const ordered = Object.fromEntries(fields.map((field) => [field, json[field]]));
    if (JSON.stringify(ordered) !== written(bytes)) throw new Refusal("box_broken");
    return json;
  }
  var written = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  function readRecords(bytes) {
    const data = /* @__PURE__ */ new Map();
    const events = [];
    const places = /* @__PURE__ */ new Map();
    for (let at = 0, record = 0; at < bytes.length; record += 1) {
      const { name, size } = readHeader(bytes.subarray(at, at + BLOCK));
      const begin2 = at + BLOCK;
      at = begin2 + Math.ceil(size / BLOCK) * BLOCK;
      if (at > bytes.length || bytes.subarray(begin2 + size, at).some((byte) => byte !== 0)) throw new Refusal("box_broken");
      const content = bytes.subarray(begin2, begin2 + size);
      if (record === 0) {
        if (name !== "BELENIOS" || readJson(content).version !== 1) throw new Refusal("box_broken");
        continue;
      }
      const [, hash, kind] = /^([0-9a-f]{64})\.(data|event)\.json$/.exec(name) ?? [];
      if (hash === void 0 || hashToHex(content) !== hash) throw new Refusal("box_broken");
      const here = record;
      const before = { has: (named) => (places.get(named) ?? Infinity) < here };
      if (kind === "event") events.push({ hash, content, before });
      else if (data.has(hash)) throw new Refusal("box_broken");
      else data.set(hash, content);
      if (kind === "data") places.set(hash, record);
    }
    return { data, events };
  }
  function readHeader(header) {
    if (header.length < BLOCK) throw new Refusal("box_broken");
    const text = (from, to) => String.fromCharCode(...header.subarray(from, to));
    const octal = (from, to) => {
      const [, digits] = /^([0-7]+)[\0 ]*$/.exec(text(from, to)) ?? [];
      if (digits === void 0) throw new Refusal("box_broken");
      return parseInt(digits, 8);
    };
    const [, name] = /^([^\0]*)\0+$/.exec(text(0, 100)) ?? [];
    const sum = header.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
    const plain = [0, 48].includes(header[156]) && header.subarray(157).every((byte) => byte === 0);
    [[100, 108], [108, 116], [116, 124], [136, 148]].forEach(([from, to]) => octal(from, to));
    if (name === void 0 || !plain || octal(148, 156) !== sum) throw new Refusal("box_broken");
    return { name, size: octal(124, 136) };
  }

  // protocol/proofs.js
  var read = (proof) => ({ challenge: decodeScalar(proof == null ? void 0 : proof.challenge), response: decodeScalar(proof == null ? void 0 : proof.response) });
  var range = (min, max) => Array.from({ length: max - min + 1 }, (_, i) => min + i);
  function checkOneOf(y, { alpha, beta }, values, proof, hashed) {
    if (!Array.isArray(proof) || proof.length !== values.length) throw new Refusal("proof_wrong");
    const branches = proof.map(read);
    const points = branches.flatMap(({ challenge, response }, j) => [
      product([power(g, response), power(alpha, challenge)]),
      product([power(y, response), power(quotient(beta, power(g, BigInt(values[j]))), challenge)])
    ]);
    const sum = reduce(branches.reduce((total, { challenge }) => total + challenge, 0n));
    if (sum !== hashToScalar(hashed(points.map(encodeElement).join(",")))) throw new Refusal("proof_wrong");
  }
  function checkPossession(key, prefix, proof) {
    const { challenge, response } = read(proof);
    const A = product([power(g, response), power(key, challenge)]);
    if (challenge !== hashToScalar(`${prefix}|${encodeElement(A)}`)) throw new Refusal("signature_wrong");
  }
  function checkDecryption(key, alpha, factor, prefix, proof) {
    const { challenge, response } = read(proof);
    const A = product([power(g, response), power(key, challenge)]);
    const B = product([power(alpha, response), power(factor, challenge)]);
    if (challenge !== hashToScalar(`${prefix}|${encodeElement(A)},${encodeElement(B)}`)) throw new Refusal("proof_wrong");
  }

  // protocol/channel.js
  function openSigned(verificationKey, signed) {
    if (typeof (signed == null ? void 0 : signed.message) !== "string") throw new Refusal("message_unreadable");
    checkPossession(verificationKey, `sigmsg|${signed.message}`, signed.signature);
    return signed.message;
  }
  function parse(text) {
    try {
      return Object(JSON.parse(text));
    } catch {
      throw new Refusal("message_unreadable");
    }
  }

  // protocol/election.js
  function readElection(bytes) {
    const json = parse2(bytes);
    const supported = json !== null && typeof json === "object" && json.version === 1 && json.group === "Ed25519" && typeof json.uuid === "string" && Array.isArray(json.questions) && json.questions.length > 0 && json.questions.every(isQuestion);
    if (!supported) throw new Refusal("election_unreadable");
    return {
      uuid: json.uuid,
      fingerprint: hashToBase64(bytes),
      y: decodeKey(json.public_key),
      questions: json.questions
    };
  }
  function parse2(bytes) {
    try {
      return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      throw new Refusal("election_unreadable");
    }
  }
  function isQuestion(q2) {
    return q2 !== null && typeof q2 === "object" && Object.keys(q2).sort().join() === "answers,max,min,question" && typeof q2.question === "string" && Array.isArray(q2.answers) && q2.answers.length > 0 && q2.answers.every((a) => typeof a === "string") && Number.isInteger(q2.min) && Number.isInteger(q2.max) && 0 <= q2.min && q2.min <= q2.max && q2.max <= q2.answers.length;
  }

  // protocol/ceremony.js
  var overCertificates = (certificates, coefexps) => `sigmsg|certs_sig|${JSON.stringify({ certs: certificates.map(inOrder), coefexps })}`;
  var inOrder = ({ message, signature: { challenge, response } }) => ({ message, signature: { challenge, response } });
  function readCertificates(certificates) {
    var _a, _b;
    const threshold = (_b = parse(((_a = certificates[0]) == null ? void 0 : _a.message) ?? "").context) == null ? void 0 : _b.threshold;
    const places = certificates.map((certificate, i) => {
      const { context, verification, encryption } = parse(certificate.message);
      const expected = { group: "Ed25519", size: certificates.length, threshold, index: i + 1 };
      if (JSON.stringify(context) !== JSON.stringify(expected)) throw new Refusal("ceremony_differs");
      const verificationKey = decodeKey(verification);
      openSigned(verificationKey, certificate);
      return { verificationKey, encryptionKey: decodeKey(encryption) };
    });
    const possible = Number.isInteger(threshold) && threshold >= 1 && threshold <= places.length;
    if (!possible) throw new Refusal("ceremony_differs");
    return { places, threshold };
  }
  var valueInExponent = (exponents, j) => product(exponents.map((A, k) => power(decodeElement(A), BigInt(j) ** BigInt(k))));

  // protocol/trustees.js
  function readTrustees(bytes) {
    try {
      return read2(JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)));
    } catch {
      throw new Refusal("trustees_wrong");
    }
  }
  function read2(items) {
    const trustees = { y: one, keys: [], groups: [], verificationKeys: [], certificates: [] };
    for (const [kind, item] of items) {
      const first = trustees.keys.length + 1;
      if (kind === "Single") {
        const key = possessed(item);
        trustees.y = trustees.y.add(key);
        trustees.keys.push(key);
        trustees.groups.push({ first, size: 1, needed: 1 });
      } else if (kind === "Pedersen") {
        const { key, shares, places, threshold } = readThresholdKey(item);
        trustees.y = trustees.y.add(key);
        trustees.keys.push(...shares);
        trustees.groups.push({ first, size: shares.length, needed: threshold });
        trustees.verificationKeys.push(...places.map(({ verificationKey }) => verificationKey));
        trustees.certificates.push(...item.certs);
      } else {
        throw new Refusal("trustees_wrong");
      }
    }
    if (trustees.y.is0()) throw new Refusal("trustees_wrong");
    return trustees;
  }
  function possessed({ public_key: text, pok }) {
    const key = decodeKey(text);
    checkPossession(key, `pok|Ed25519|${text}`, pok);
    return key;
  }
  function readThresholdKey({ threshold, certs, coefexps, signatures, verification_keys: shares }) {
    const read3 = readCertificates(certs);
    const { places } = read3;
    if (read3.threshold !== threshold) throw new Refusal("trustees_wrong");
    if ([coefexps, signatures, shares].some((list) => list.length !== places.length)) throw new Refusal("trustees_wrong");
    const polynomials = places.map(({ verificationKey }, i) => {
      const { coefexps: exponents2 } = parse(openSigned(verificationKey, coefexps[i]));
      if (exponents2.length !== threshold) throw new Refusal("trustees_wrong");
      checkPossession(verificationKey, overCertificates(certs, exponents2), signatures[i]);
      return exponents2.map(decodeElement);
    });
    const exponents = Array.from({ length: threshold }, (_, k) => polynomials.reduce((sum, polynomial) => sum.add(polynomial[k]), one));
    const keys = places.map(({ verificationKey }, i) => {
      const key = possessed(shares[i]);
      if (!key.equals(valueInExponent(exponents.map(encodeElement), i + 1))) throw new Refusal("trustees_wrong");
      checkPossession(verificationKey, `sigmsg|${shares[i].public_key}`, shares[i].signature);
      return key;
    });
    return { key: exponents[0], shares: keys, places, threshold };
  }
  function checkElectionKey(election, trustees) {
    if (!election.y.equals(trustees.y)) throw new Refusal("key_of_others");
  }

  // verifier/certificate.js
  var capOf = (bytes, fingerprint) => {
    var _a;
    return ((_a = roundsOf(readJson(bytes).certificate).find(({ archive }) => (archive == null ? void 0 : archive.election) === fingerprint)) == null ? void 0 : _a.max_approvals) ?? null;
  };
  function checkAgreed(bytes, trusteesBytes, fingerprint) {
    const { verificationKeys, groups } = readTrustees(trusteesBytes);
    const known = verificationKeys.map(encodeElement);
    const lines = written(bytes).split("\n").filter((line) => line !== "").map((line) => readJson(new TextEncoder().encode(line)));
    const signed = /* @__PURE__ */ new Set();
    for (const { election, verification_key: key, signature } of lines) {
      if (election !== fingerprint || !known.includes(key)) continue;
      checkPossession(decodeKey(key), `sigmsg|piaojue-election|${fingerprint}`, signature);
      signed.add(key);
    }
    if (signed.size < Math.max(...groups.map(({ needed }) => needed))) throw new Refusal("election_unsigned");
    return { check: "agreed", signed: signed.size };
  }
  var roundsOf = (document) => Array.isArray(document == null ? void 0 : document.rounds) ? document.rounds : [];
  function checkCertificate(bytes, boxes) {
    const file = readJson(bytes);
    const { certificate: document, hash } = file;
    if (hashToHex(canonical(document)) !== hash) throw new Refusal("certificate_differs");
    checkRounds(document, boxes);
    return [{ check: "counts", hash }, { check: "signed", names: checkSigned(file, boxes).join("、") }, checkSeal(file)];
  }
  function checkRounds(document, boxes) {
    var _a;
    const differs = (good) => {
      if (!good) throw new Refusal("counts_differ");
    };
    const rounds = roundsOf(document);
    const speaksOf = (round, summary) => {
      var _a2;
      return ((_a2 = round.archive) == null ? void 0 : _a2.election) === summary.fingerprint;
    };
    differs(boxes.every(({ summary }) => rounds.some((round) => speaksOf(round, summary))));
    for (const round of rounds) {
      const box = boxes.find(({ summary: summary2 }) => speaksOf(round, summary2));
      const void_ = ((_a = round.conclusion) == null ? void 0 : _a.kind) === "void";
      if (!box) {
        differs(void_);
        continue;
      }
      const { summary, questions } = box;
      const paper = round.paper ?? { issued: 0, returned: 0, projects: [] };
      differs(round.archive.last_event === summary.last_event && round.archive.key_list === summary.list);
      const keys = round.slips ? keysOfSlips(round.slips, round.issued - paper.issued) : round.issued - paper.issued;
      differs(keys === summary.keys && round.returned - paper.returned === summary.tallied);
      if (questions > 1 && round.max_approvals !== null && summary.tallied > 0) differs(summary.cap === round.max_approvals);
      if (void_) continue;
      const rows = rowsOf(summary.counts, round.projects.length);
      differs(rows.length === round.projects.length && rows.every((row, i) => {
        const votes = electronicVotes(round.projects[i], paper);
        return row.length === 3 ? row.join() === votes.join() : row.length === 1 && row[0] === votes[0];
      }));
    }
  }
  function keysOfSlips({ printed, leftover, sample, lost, unreadable, listed }, issued) {
    const addUp = printed === issued + leftover + sample + lost + unreadable && listed === issued + lost + unreadable;
    return addUp ? listed : null;
  }
  function rowsOf(counts, projects) {
    if (counts === null) throw new Refusal("counts_differ");
    return counts.length === 1 && counts[0].length === projects && projects !== 1 ? counts[0].map((approve) => [approve]) : counts;
  }
  function electronicVotes(line, paper) {
    const beside = paper.projects.find((votes) => votes.number === line.number);
    return ["approve", "oppose", "abstain"].map((mark) => line[mark] - ((beside == null ? void 0 : beside[mark]) ?? 0));
  }
  function checkSigned({ certificate: document, hash, signatures, objections = [] }, boxes) {
    const known = boxes.map(({ trustees }) => readTrustees(trustees).verificationKeys.map(encodeElement));
    const names = [];
    for (const { name, verification_key: key } of document.signers.scrutineers) {
      const objection = objections.find((line2) => line2.verification_key === key);
      if (objection && (objection.ruling !== "overruled" || !objection.ruling_reason)) throw new Refusal("not_signed", { name });
      const line = signatures.find((line2) => line2.verification_key === key);
      if (!line && objection) continue;
      if (!line || !known.every((keys) => keys.includes(key))) throw new Refusal("not_signed", { name });
      checkPossession(decodeKey(key), `sigmsg|piaojue-certificate|${hash}`, line.signature);
      names.push(name);
    }
    return names;
  }
  function checkSeal({ hash, signatures, objections = [], seal: seal2, seal_key: key }) {
    const said = signatures.map(({ signature: { challenge, response } }) => JSON.stringify({ challenge, response }));
    for (const { verification_key: by, reason, ruling_reason: ruling } of objections) {
      if (ruling) said.push(`objection:${by}:${reason}:${ruling}`);
    }
    const message = new TextEncoder().encode(`piaojue-seal|${hash}|${said.join("|")}`);
    const holds = typeof seal2 === "string" && ed25519.verify(bytesIn(seal2), message, bytesIn(key), { zip215: false });
    if (!holds) throw new Refusal("seal_wrong");
    return { check: "sealed", key };
  }
  var bytesIn = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }

  // protocol/counting.js
  function readFactors(fingerprint, key, tally, content) {
    const { decryption_factors: factors, decryption_proofs: proofs } = readJson(content);
    const shaped = (rows) => Array.isArray(rows) && rows.length === tally.length && rows.every((row, i) => Array.isArray(row) && row.length === tally[i].length);
    const proof = (p) => ({ challenge: p == null ? void 0 : p.challenge, response: p == null ? void 0 : p.response });
    if (!shaped(factors) || !shaped(proofs)) throw new Refusal("factors_wrong");
    const again = JSON.stringify({
      decryption_factors: factors,
      decryption_proofs: proofs.map((row) => row.map(proof))
    });
    if (again !== written(content)) throw new Refusal("factors_wrong");
    const prefix = `decrypt|${fingerprint}|${encodeElement(key)}`;
    return tally.map((row, i) => row.map(({ alpha }, j) => {
      const factor = decodeElement(factors[i][j]);
      checkDecryption(key, alpha, factor, prefix, proofs[i][j]);
      return factor;
    }));
  }
  function combine(trustees, tally, given, most) {
    const used = trustees.groups.flatMap(({ first, size, needed }) => {
      const chosen = given.filter(({ owner }) => first <= owner && owner < first + size).slice(0, needed);
      if (chosen.length < needed) throw new Refusal("result_wrong");
      const places = chosen.map(({ owner }) => BigInt(owner - first + 1));
      return chosen.map(({ factors }, i) => ({ factors, exponent: lagrange(places[i], places) }));
    });
    const counts = /* @__PURE__ */ new Map();
    let point = one;
    for (let n = 0; n <= most; n += 1, point = point.add(g)) counts.set(encodeElement(point), n);
    return tally.map((row, i) => row.map(({ beta }, j) => {
      const opened = quotient(beta, product(used.map(({ factors, exponent }) => power(factors[i][j], exponent))));
      const count2 = counts.get(encodeElement(opened));
      if (count2 === void 0) throw new Refusal("result_wrong");
      return count2;
    }));
  }
  function lagrange(place, places) {
    const others = places.filter((k) => k !== place);
    const up = others.reduce((all, k) => reduce(all * k), 1n);
    const down = others.reduce((all, k) => reduce(all * (k - place)), 1n);
    return reduce(up * inverse(down));
  }
  function inverse(n) {
    let result = 1n;
    let base = reduce(n);
    for (let e = q - 2n; e > 0n; e >>= 1n) {
      if (e & 1n) result = reduce(result * base);
      base = reduce(base * base);
    }
    return result;
  }

  // protocol/cap.js
  var capValues = (cap) => range(0, cap);
  var capHashed = (s0, pairs) => `prove|cap|${s0}|${pairs}`;

  // protocol/verify.js
  var MOST_BYTES = 64 * 1024;
  function checkBallot(election, text, cap) {
    const ballot = readBallot(election, text, decodeElement);
    ballot.rows.forEach((row, i) => {
      row.forEach((choice, j) => checkOneOf(
        election.y,
        choice,
        [0, 1],
        ballot.answers[i].individual_proofs[j],
        (points) => `prove|${ballot.s0}|${choice.text}|${points}`
      ));
    });
    checkSums(election, ballot, cap);
    checkSignature(ballot);
    return ballot.credential;
  }
  function readBallot(election, text, decode) {
    if (new TextEncoder().encode(text).length > MOST_BYTES) throw new Refusal("ballot_too_long");
    const json = parse3(text);
    if (JSON.stringify(inOrder2(election, json)) !== text) throw new Refusal("ballot_not_canonical");
    if (json.election_uuid !== election.uuid || json.election_hash !== election.fingerprint) {
      throw new Refusal("ballot_of_other_election");
    }
    const rows = json.answers.map((answer) => answer.choices.map(({ alpha, beta }) => ({
      alpha: decode(alpha),
      beta: decode(beta),
      text: `${alpha},${beta}`
    })));
    return {
      ...json,
      key: decodeKey(json.credential),
      s0: `${election.fingerprint}|${json.credential}`,
      rows
    };
  }
  function parse3(text) {
    try {
      return JSON.parse(text);
    } catch {
      throw new Refusal("ballot_not_canonical");
    }
  }
  function inOrder2(election, json) {
    var _a, _b;
    const proof = (p) => ({ challenge: p == null ? void 0 : p.challenge, response: p == null ? void 0 : p.response });
    const proofs = (list, length) => Array.from({ length }, (_, i) => proof(list == null ? void 0 : list[i]));
    return {
      election_uuid: json == null ? void 0 : json.election_uuid,
      election_hash: json == null ? void 0 : json.election_hash,
      credential: json == null ? void 0 : json.credential,
      answers: election.questions.map(({ answers, min, max }, i) => {
        var _a2, _b2;
        return {
          choices: answers.map((_, j) => {
            var _a3, _b3, _c;
            const choice = (_c = (_b3 = (_a3 = json == null ? void 0 : json.answers) == null ? void 0 : _a3[i]) == null ? void 0 : _b3.choices) == null ? void 0 : _c[j];
            return { alpha: choice == null ? void 0 : choice.alpha, beta: choice == null ? void 0 : choice.beta };
          }),
          individual_proofs: answers.map((_, j) => {
            var _a3, _b3, _c;
            return proofs((_c = (_b3 = (_a3 = json == null ? void 0 : json.answers) == null ? void 0 : _a3[i]) == null ? void 0 : _b3.individual_proofs) == null ? void 0 : _c[j], 2);
          }),
          overall_proof: proofs((_b2 = (_a2 = json == null ? void 0 : json.answers) == null ? void 0 : _a2[i]) == null ? void 0 : _b2.overall_proof, max - min + 1)
        };
      }),
      signature: { hash: (_a = json == null ? void 0 : json.signature) == null ? void 0 : _a.hash, proof: proof((_b = json == null ? void 0 : json.signature) == null ? void 0 : _b.proof) }
    };
  }
  function checkSums({ y, questions }, { rows, answers, s0 }, cap) {
    questions.forEach(({ min, max }, i) => {
      checkSum(y, rows[i], range(min, max), answers[i].overall_proof, `prove|${s0}|${texts(rows[i])}`);
    });
    if (cap) {
      const firsts = rows.map(([first]) => first);
      checkSum(y, firsts, capValues(cap.max), cap.proof, capHashed(s0, texts(firsts)));
    }
  }
  var texts = (row) => row.map(({ text }) => text).join(",");
  function checkSum(y, row, values, proof, before) {
    const sum = { alpha: product(row.map(({ alpha }) => alpha)), beta: product(row.map(({ beta }) => beta)) };
    checkOneOf(
      y,
      sum,
      values,
      proof,
      (points) => `${before}|${encodeElement(sum.alpha)},${encodeElement(sum.beta)}|${points}`
    );
  }
  function checkSignature({ election_uuid, election_hash, credential, answers, key, signature }) {
    const hash = hashToBase64(JSON.stringify({ election_uuid, election_hash, credential, answers }));
    if (signature.hash !== hash) throw new Refusal("signature_wrong");
    checkPossession(key, `sig|${hash}`, signature.proof);
  }

  // verifier/script.js
  function scriptEngine() {
    let box;
    const seen = [];
    return {
      name: "script",
      begin(archive, caps, cap) {
        const { lines, opened } = begin(archive, caps, cap);
        box = opened;
        return { lines, ballots: box.contents.ballots.length };
      },
      check(number) {
        const credential = refusingBallot(number, () => checkOne(box, number));
        seen.push({ number, credential });
      },
      part: () => seen,
      finish: (parts) => finish(box, [...seen, ...parts.flat()])
    };
  }
  function refusingBallot(number, check) {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal("box_refused", { why: `ballot ${number + 1}: ${error.code}`, ballot: number + 1 });
    }
  }
  function begin(archive, caps, cap) {
    const lines = [];
    try {
      return { lines, opened: open(archive, caps, cap, lines) };
    } catch (error) {
      throw refusal(error, lines);
    }
  }
  function refusal(error, lines) {
    if (!(error instanceof Refusal)) throw error;
    return Object.assign(new Refusal("box_refused", { why: error.code }), { lines });
  }
  function open(archive, caps, cap, lines) {
    const contents = readArchive(archive);
    lines.push({ check: "chain", events: contents.events, stage: contents.stage });
    const election = readElection(contents.election);
    const { uuid, fingerprint, questions } = election;
    lines.push({ check: "election", uuid, fingerprint, questions: questions.length });
    const trustees = readTrustees(contents.trustees);
    checkElectionKey(election, trustees);
    lines.push({ check: "trustees", owners: trustees.keys.length });
    const weights = readList(contents.credentials);
    const list = hashToBase64(contents.credentials);
    lines.push({ check: "credentials", count: weights.size, fingerprint: list });
    const proofs = caps === null ? null : readCaps(caps);
    if (proofs && proofs.size > contents.ballots.length) throw new Refusal("caps_wrong");
    const first = proofs == null ? void 0 : proofs.values().next().value;
    const max = proofs ? cap ?? (first ? first.length - 1 : null) : null;
    return { contents, election, trustees, weights, list, proofs, max };
  }
  function readList(bytes) {
    const texts2 = readJson(bytes);
    if (!Array.isArray(texts2) || JSON.stringify(texts2) !== written(bytes)) throw new Refusal("list_wrong");
    const entries = texts2.map((text) => {
      const [, key, weight = "1"] = /^([0-9a-f]{64})(?:,([1-9][0-9]{0,9}))?$/.exec(text) ?? [];
      decodeKey(key);
      if (Number(weight) > 4294967295) throw new Refusal("list_wrong");
      return (
        /** @type {[string, bigint]} */
        [key, BigInt(weight)]
      );
    });
    const weights = new Map(entries);
    const turned = (key) => (key.match(/../g) ?? []).reverse().join("");
    const sorted = (by) => entries.every(([key], i) => i === 0 || by(entries[i - 1][0]) <= by(key));
    if (weights.size !== entries.length || !(sorted(turned) || sorted((key) => key))) throw new Refusal("list_wrong");
    return weights;
  }
  function readCaps(bytes) {
    const proofs = /* @__PURE__ */ new Map();
    for (const line of written(bytes).split("\n").filter((text) => text !== "")) {
      const { tracker, proof } = readJson(new TextEncoder().encode(line));
      const ordered = { tracker, proof: Array.from(proof, ({ challenge, response }) => ({ challenge, response })) };
      if (JSON.stringify(ordered) !== line || proofs.has(tracker)) throw new Refusal("caps_wrong");
      proofs.set(tracker, proof);
    }
    return proofs;
  }
  function checkOne({ contents, election, weights, proofs, max }, number) {
    const text = written(contents.ballots[number]);
    const proof = proofs == null ? void 0 : proofs.get(hashToBase64(text));
    if (proofs && (proof === void 0 || max === null)) throw new Refusal("cap_missing");
    const credential = checkBallot(election, text, proofs ? { max: max ?? 0, proof } : null);
    if (!weights.has(credential)) throw new Refusal("key_not_listed");
    return credential;
  }
  function finish(box, seen) {
    const lines = [];
    try {
      return { lines, ...count(box, seen, lines) };
    } catch (error) {
      throw refusal(error, lines);
    }
  }
  function count({ contents, election, trustees, weights, list, proofs, max }, seen, lines) {
    const ballots = contents.ballots.length;
    const inOrder3 = [...seen].sort((a, b) => a.number - b.number);
    if (inOrder3.length !== ballots || inOrder3.some(({ number }, i) => number !== i)) throw new Refusal("ballots_missing");
    const last = new Map(inOrder3.map(({ number, credential }) => [credential, number]));
    lines.push({ check: "ballots", count: ballots, tallied: last.size });
    if (proofs) {
      if (proofs.size !== ballots) throw new Refusal("caps_wrong");
      lines.push({ check: "caps", count: ballots, max });
    }
    const weight = [...last.keys()].reduce((sum, key) => sum + (weights.get(key) ?? 0n), 0n);
    const tally = multiply(election, contents.ballots, last, weights);
    let counts = null;
    if (contents.tally) {
      const text = JSON.stringify(tally.map((row) => row.map(({ alpha, beta }) => ({ alpha: encodeElement(alpha), beta: encodeElement(beta) }))));
      const size = `{"num_tallied":${last.size},"total_weight":${weight},"encrypted_tally":"${hashToHex(text)}"}`;
      if (text !== written(contents.tally.content) || size !== written(contents.tally.size)) throw new Refusal("tally_differs");
      lines.push({ check: "tally", tallied: last.size });
      const given = contents.factors.map(({ owner, content }) => {
        const key = trustees.keys[owner - 1];
        if (!key) throw new Refusal("factors_wrong");
        const factors = readFactors(election.fingerprint, key, tally, content);
        lines.push({ check: "factors", owner });
        return { owner, factors };
      });
      if (contents.result) {
        counts = combine(trustees, tally, given, Number(weight));
        if (JSON.stringify({ result: counts }) !== written(contents.result)) throw new Refusal("result_wrong");
        lines.push({ check: "result" });
      }
    }
    return {
      uuid: election.uuid,
      fingerprint: election.fingerprint,
      list,
      keys: weights.size,
      ballots,
      tallied: last.size,
      last_event: contents.last,
      decrypted_by: contents.factors.map(({ owner }) => owner),
      cap: max,
      counts
    };
  }
  function multiply(election, ballots, last, weights) {
    const tally = election.questions.map(({ answers }) => answers.map(() => ({ alpha: one, beta: one })));
    for (const [key, number] of last) {
      const weight = weights.get(key) ?? 1n;
      const times = (text) => power(decodeElement(text), weight);
      const { answers } = readJson(ballots[number]);
      tally.forEach((row, i) => row.forEach((sum, j) => {
        const { alpha, beta } = answers[i].choices[j];
        sum.alpha = sum.alpha.add(times(alpha));
        sum.beta = sum.beta.add(times(beta));
      }));
    }
    return tally;
  }

  // verifier/wasm.js
  var sameBytes = (bytes, integrity) => `sha384-${btoa(String.fromCharCode(...sha384(bytes)))}` === integrity;
  async function wasmEngine(bytes) {
    const { instance } = await WebAssembly.instantiate(
      /** @type {Uint8Array<ArrayBuffer>} */
      bytes,
      {}
    );
    const calls = (
      /** @type {Calls} */
      instance.exports
    );
    const memory = (
      /** @type {WebAssembly.Memory} */
      instance.exports.memory
    );
    const put = (...pieces) => {
      const at = calls.room(pieces.reduce((sum, { length }) => sum + length, 0));
      const room = new Uint8Array(memory.buffer);
      pieces.reduce((from, piece) => (room.set(piece, from), from + piece.length), at);
    };
    const answer = (good) => {
      const text = new TextDecoder().decode(new Uint8Array(memory.buffer, calls.answer_at(), calls.answer_length()));
      const said = JSON.parse(text);
      if (good !== 1) throw Object.assign(refusalOf(said.refused.why), { lines: said.lines });
      return said;
    };
    return {
      name: "wasm",
      begin(archive, caps, cap) {
        put(archive, caps ?? new Uint8Array());
        return answer(calls.begin(archive.length, caps === null ? 0 : 1, cap ?? -1));
      },
      check(number) {
        answer(calls.check(number));
      },
      part: () => answer(calls.part()).part,
      finish(others) {
        put(new TextEncoder().encode(JSON.stringify(others)));
        return answer(calls.finish());
      }
    };
  }
  function refusalOf(why) {
    const [, ballot] = /^ballot (\d+): /.exec(why) ?? [];
    return new Refusal("box_refused", ballot === void 0 ? { why } : { why, ballot: Number(ballot) });
  }

  // verifier/engine.js
  async function engineOf(bytes, integrity) {
    if (bytes === null || typeof WebAssembly !== "object") return scriptEngine();
    if (!sameBytes(bytes, integrity)) throw new Refusal("verifier_changed");
    try {
      return await wasmEngine(bytes);
    } catch (error) {
      console.warn(error);
      return scriptEngine();
    }
  }

  // workers/serve.js
  function serve(tasks) {
    self.onmessage = async ({ data: { id, task, args } }) => {
      try {
        self.postMessage({ id, result: await tasks[task](...args) });
      } catch (error) {
        const refused = error instanceof Refusal;
        if (!refused) console.error(error);
        const refusal2 = refused ? { code: error.code, details: error.details } : { code: "program_failed", details: {} };
        self.postMessage({ id, refusal: refusal2 });
      }
    };
  }
  var tell = (news) => self.postMessage({ news });

  // workers/verifier-worker.js
  var engine;
  function withLines(act) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { lines = [] } = (
        /** @type {any} */
        error
      );
      return { lines, refused: { code: error.code, details: error.details } };
    }
  }
  serve({
    /** @param {Uint8Array | null} program @param {string} integrity */
    async start(program, integrity) {
      engine = await engineOf(program, integrity);
      return engine.name;
    },
    /** @param {Uint8Array} archive @param {Uint8Array | null} caps @param {number | null} cap */
    begin: (archive, caps, cap) => withLines(() => engine.begin(archive, caps, cap)),
    /** @param {number} from @param {number} to the first that is not checked */
    check(from, to) {
      for (let number = from; number < to; number += 1) {
        engine.check(number);
        tell({ done: 1 });
      }
    },
    part: () => engine.part(),
    /** What the booth's protocol reads of a box by itself: its code, and whose key sealed it. @param {Uint8Array} archive */
    look(archive) {
      const { election, tally, trustees, ballots } = readArchive(archive);
      return {
        fingerprint: hashToBase64(election),
        code: (tally == null ? void 0 : tally.sealed.slice(0, 32)) ?? null,
        trustees,
        trackers: ballots.map((ballot) => hashToBase64(ballot))
      };
    },
    capOf,
    checkAgreed,
    checkCertificate,
    /** @param {any[]} others */
    finish: (others) => withLines(() => engine.finish(others))
  });
})();
