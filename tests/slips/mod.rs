//! 选票码条: printed, counted, drawn, struck, voted with; and the tablets of the hall.

mod attacked;
mod official;
mod printing;
mod striking;
mod tablets;
mod voting;
