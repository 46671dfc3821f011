//! 项目进度榜: units, fields and streets by where to press first, with the sub-items at fault; for everybody, and with what was
//! reported upward for the secretariat and whoever supervises.

mod pages;
mod row;

pub use pages::{BoardPage, board_file, show_board, show_inner_board};
