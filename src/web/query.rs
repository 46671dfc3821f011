//! What stands in an address after the question mark.

use std::{
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;

use super::PageError;

/// The fields of a query, read by the reader that forms are read by: a name said twice is a list, and an empty field none.
/// What makes no sense is a form that makes none, in the visitor's language.
#[derive(Debug)]
pub struct Query<T>(T);

impl<T> Query<T> {
    pub fn into_inner(self) -> T {
        self.0
    }

    fn read(query: &str) -> Result<Self, PageError>
    where
        T: DeserializeOwned,
    {
        serde_html_form::from_str(query).map(Self).map_err(|e| PageError::BadForm(e.to_string()))
    }
}

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(request.query_string()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Wanted {
        #[serde(default)]
        street: Vec<String>,
        page: Option<u32>,
    }

    #[test]
    fn a_name_said_twice_is_a_list_and_an_empty_number_is_none() {
        let query = Query::<Wanted>::read("street=%E6%9C%9B%E6%B1%9F&street=%E5%B0%8F%E8%90%A5&page=").unwrap();
        assert_eq!(query.into_inner(), Wanted { street: vec!["望江".into(), "小营".into()], page: None });
        assert_eq!(Query::<Wanted>::read("").unwrap().into_inner(), Wanted { street: Vec::new(), page: None });
    }

    #[test]
    fn what_makes_no_sense_is_a_bad_form() {
        assert!(matches!(Query::<Wanted>::read("page=eins"), Err(PageError::BadForm(_))));
    }
}
