//! Where a place lies: degrees of longitude and latitude (WGS-84), as people type them.

use std::fmt;

use rust_decimal::{Decimal, prelude::ToPrimitive};
use unicode_normalization::UnicodeNormalization;

/// Millionths of a degree: about ten centimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Coordinates {
    pub lon: i32,
    pub lat: i32,
}

/// Why two texts are no place in China.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCoordinates {
    #[error("only one of the two is there")]
    Half,
    #[error("no degrees")]
    Unread,
    /// As they should have been typed.
    #[error("the other way round: {0}")]
    Swapped(Coordinates),
    #[error("metres of a projection, no degrees")]
    Projected,
    #[error("not in China")]
    Abroad,
}

const MILLION: i64 = 1_000_000;
/// What lies within China, in degrees.
const WEST: i32 = 73;
const EAST: i32 = 136;
const SOUTH: i32 = 3;
const NORTH: i32 = 54;

impl Coordinates {
    /// Nothing where nothing is typed.
    pub fn parse(lon: &str, lat: &str) -> Result<Option<Self>, NoCoordinates> {
        let (lon, lat) = (plain(lon), plain(lat));
        if lon.is_empty() && lat.is_empty() {
            return Ok(None);
        }
        if lon.is_empty() || lat.is_empty() {
            return Err(NoCoordinates::Half);
        }
        let (lon, lat) = (degrees(&lon)?, degrees(&lat)?);
        Self::of_degrees(lon, lat).map(Some)
    }

    /// Of what a file holds as numbers.
    pub fn of_numbers(lon: f64, lat: f64) -> Result<Self, NoCoordinates> {
        let decimal = |number: f64| Decimal::try_from(number).map_err(|_| NoCoordinates::Unread);
        Self::of_degrees(decimal(lon)?, decimal(lat)?)
    }

    fn of_degrees(lon: Decimal, lat: Decimal) -> Result<Self, NoCoordinates> {
        let most = Decimal::from(180);
        if lon.abs() > most || lat.abs() > most {
            return Err(NoCoordinates::Projected);
        }
        let millionths =
            |degrees: Decimal| (degrees * Decimal::from(MILLION)).round().to_i32().ok_or(NoCoordinates::Unread);
        let typed = Self { lon: millionths(lon)?, lat: millionths(lat)? };
        let swapped = Self { lon: typed.lat, lat: typed.lon };
        match (typed.is_in_china(), swapped.is_in_china()) {
            (true, _) => Ok(typed),
            (false, true) => Err(NoCoordinates::Swapped(swapped)),
            (false, false) => Err(NoCoordinates::Abroad),
        }
    }

    fn is_in_china(self) -> bool {
        let within = |at: i32, from: i32, to: i32| (from * 1_000_000..=to * 1_000_000).contains(&at);
        within(self.lon, WEST, EAST) && within(self.lat, SOUTH, NORTH)
    }

    pub fn lon_text(self) -> String {
        text(self.lon)
    }

    pub fn lat_text(self) -> String {
        text(self.lat)
    }
}

/// As degrees east and north: `120.1694,30.2436`.
impl fmt::Display for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.lon_text(), self.lat_text())
    }
}

fn text(millionths: i32) -> String {
    (Decimal::from(millionths) / Decimal::from(MILLION)).normalize().to_string()
}

/// Full-width digits made narrow; degree signs and the words for east and north left out.
fn plain(text: &str) -> String {
    let narrow: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let bare = narrow.trim_start_matches(['东', '北', '经', '纬']).trim_start_matches(['E', 'N', 'e', 'n']);
    bare.trim_end_matches(['°', '度', 'E', 'N', 'e', 'n']).to_owned()
}

fn degrees(text: &str) -> Result<Decimal, NoCoordinates> {
    text.parse().map_err(|_| NoCoordinates::Unread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_as_people_type_them() {
        let at = Coordinates { lon: 120_169_400, lat: 30_243_600 };
        for (lon, lat) in [
            ("120.1694", "30.2436"),
            ("东经120.1694°", "北纬30.2436°"),
            ("１２０.１６９４", " 30.2436 "),
            ("E120.1694", "30.2436N"),
        ] {
            assert_eq!(Coordinates::parse(lon, lat), Ok(Some(at)), "{lon} {lat}");
        }
        assert_eq!(Coordinates::parse("", " "), Ok(None));
        assert_eq!(at.to_string(), "120.1694,30.2436");
    }

    #[test]
    fn what_is_no_place_in_china_is_told_apart() {
        let swapped = Coordinates { lon: 120_169_400, lat: 30_243_600 };
        for (lon, lat, why) in [
            ("30.2436", "120.1694", NoCoordinates::Swapped(swapped)),
            ("120.1694", "", NoCoordinates::Half),
            ("", "30.2436", NoCoordinates::Half),
            ("约120", "30", NoCoordinates::Unread),
            ("120°10′9″", "30", NoCoordinates::Unread),
            ("40512345.1", "3345678.2", NoCoordinates::Projected),
            ("0", "0", NoCoordinates::Abroad),
            ("-120", "30", NoCoordinates::Abroad),
            ("2.35", "48.85", NoCoordinates::Abroad),
        ] {
            assert_eq!(Coordinates::parse(lon, lat), Err(why), "{lon} {lat}");
        }
    }
}
