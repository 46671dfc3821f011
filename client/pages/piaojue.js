/**
 * Small comforts on every page; each page works without them. Written in the language of 2009, so that it still runs, and
 * can say so, where a browser cannot read what else the page needs.
 */
var LONGEST_START = 8000;

/** The elements with this attribute. @param {ParentNode} parent @param {string} css @returns {HTMLElement[]} */
function all(parent, css) {
  return Array.prototype.slice.call(parent.querySelectorAll(css));
}

/** The nearest element with this attribute, from here outwards. @param {any} from @param {string} attribute */
function around(from, attribute) {
  for (var element = from; element && element.getAttribute; element = element.parentNode) {
    if (element.getAttribute(attribute) !== null) return /** @type {HTMLElement} */ (element);
  }
  return null;
}

document.addEventListener('click', function (event) {
  if (around(event.target, 'data-print')) window.print();
  if (around(event.target, 'data-open-again')) location.reload();
  var button = around(event.target, 'data-copy');
  if (button) copy(button);
  var eye = around(event.target, 'data-show');
  if (eye) show(eye, eye.getAttribute('data-said') === null);
});

/**
 * `data-show="#id"` makes a typed password readable, and hides it again; `data-shown` is what the button says then.
 * @param {HTMLElement} button @param {boolean} readable
 */
function show(button, readable) {
  var field = /** @type {HTMLInputElement} */ (document.querySelector(button.getAttribute('data-show') || ''));
  if (!field || readable === (button.getAttribute('data-said') !== null)) return;
  field.type = readable ? 'text' : 'password';
  if (readable) {
    button.setAttribute('data-said', button.textContent || '');
    button.textContent = button.getAttribute('data-shown');
  } else {
    button.textContent = button.getAttribute('data-said');
    button.removeAttribute('data-said');
  }
}

// its buttons are there from now on, also in what takes the place of a page
document.documentElement.className += ' scripted';

/**
 * `data-copy="#id"` copies that element's `data-copy-text`, value or text; `data-copied` is what the button says then.
 * @param {HTMLElement} button
 */
function copy(button) {
  var source = /** @type {any} */ (document.querySelector(button.getAttribute('data-copy') || ''));
  var words = String((source && (source.getAttribute('data-copy-text') || source.value || source.textContent)) || '').trim();
  var said = function () {
    var copied = button.getAttribute('data-copied');
    var before = button.textContent;
    if (!copied || before === copied) return;
    button.textContent = copied;
    setTimeout(function () {
      button.textContent = before;
    }, 2000);
  };
  // plain http has no clipboard; the old way still works there
  var oldWay = function () {
    var field = document.createElement('textarea');
    field.value = words;
    field.readOnly = true;
    document.body.appendChild(field);
    field.select();
    if (document.execCommand('copy')) said();
    document.body.removeChild(field);
  };
  if (navigator.clipboard) navigator.clipboard.writeText(words).then(said, oldWay);
  else oldWay();
}

/*
 * One press, one submission. The server answers a repeat like the first all the same; this saves the deputy the doubt.
 * Forms that stay on their page (`method=get`, `data-repeatable`) are left alone.
 */
var SENT = 'data-sent';

document.addEventListener('submit', function (event) {
  var form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== 'post' || form.getAttribute('data-repeatable') !== null) return;
  if (form.getAttribute(SENT) !== null) {
    event.preventDefault();
    return;
  }
  form.setAttribute(SENT, '');
  // or the browser offers to keep it as a text
  all(form, '[data-show]').forEach(function (button) {
    show(button, false);
  });
  // after the browser has read the form: a disabled button's own value would not be sent
  setTimeout(function () {
    disable(form, true);
  }, 0);
});

window.addEventListener('pageshow', function (event) {
  if (!event.persisted) return;
  all(document, '[' + SENT + ']').forEach(function (form) {
    form.removeAttribute(SENT);
    disable(form, false);
  });
});

/** @param {HTMLElement} form @param {boolean} off */
function disable(form, off) {
  all(form, 'button').forEach(function (button) {
    if (/** @type {HTMLButtonElement} */ (button).type === 'submit') /** @type {HTMLButtonElement} */ (button).disabled = off;
  });
}

/* What was wrong is read first. */
var wrong = /** @type {HTMLElement | null} */ (document.querySelector('.notice.bad[tabindex]'));
if (wrong) wrong.focus();

/*
 * `data-needs-script` is around what another script brings to life; that script sets `data-begun` on it. Until then, and
 * for good if it was lost on the way, `data-lost` inside it says what to do.
 */
function sayWhatIsLost() {
  all(document, '[data-needs-script]').forEach(function (part) {
    if (part.getAttribute('data-begun') !== null) return;
    all(part, '[data-lost]').forEach(function (words) {
      words.hidden = false;
    });
  });
}

setTimeout(sayWhatIsLost, LONGEST_START);
// a script that did not arrive, or that this browser cannot read
window.addEventListener('error', sayWhatIsLost, true);

