//! Pages, forms, languages and headers, for whatever the slices have to say: no word of the domain in here.

mod assets;
mod cache;
mod errors;
mod form;
mod headers;
mod heavy;
mod i18n;
mod limit;
mod live;
mod page;
mod pager;
mod qr;
mod services;
mod table;
mod upload;

pub use assets::{Assets, asset_response};
pub use cache::PublicPages;
pub use errors::{ErrorData, ErrorPage, Handled, PageError, error_pages, without_slash};
pub use form::{Form, Nothing};
pub use headers::{no_store, security_headers};
pub use heavy::Heavy;
pub use i18n::{LOCALES, Lang, Message, Refusal, ruled};
pub use limit::{AddressLimit, limit_by_address};
pub use live::Live;
pub use page::{Ctx, Page, PageSample, Ribbon, SignedIn, SiteName, Views};
pub use pager::{PageLink, Pager};
pub use qr::Qr;
pub use services::{Secret, Services, blocking};
pub use table::{Cell, Table, TableFormat, as_typed, download};
pub use upload::Upload;
