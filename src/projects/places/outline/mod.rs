//! The outline of a congress's streets, on which places are drawn: read from GeoJSON, looked over, simplified.

mod crossing;
mod geojson;
mod ground;
mod simplifying;

pub use geojson::{LARGEST_OUTLINE, parse};
pub use ground::{Area, Bounds, Ground, Outline, Point, Reach, Ring};
