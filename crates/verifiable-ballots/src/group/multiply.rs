//! The multiplications that checking ballots is made of. Variable time: only for public values.

use std::fmt;
use std::sync::Arc;

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint, VartimeEdwardsPrecomputation};
use curve25519_dalek::scalar::Scalar as DalekScalar;
use curve25519_dalek::traits::VartimePrecomputedMultiscalarMul;

use super::{Element, Scalar};

/// True if the point has no component of small order: (q − 1)·P = −P, whose sparse exponent makes it cheaper than
/// multiplying by q.
pub(crate) fn in_subgroup(point: &EdwardsPoint) -> bool {
    let minus_one = -DalekScalar::ONE;
    EdwardsPoint::vartime_double_scalar_mul_basepoint(&minus_one, point, &DalekScalar::ZERO) == -point
}

/// g^r · P^c, in variable time.
pub(crate) fn fixed_and(r: &Scalar, point: &EdwardsPoint, c: &Scalar) -> EdwardsPoint {
    EdwardsPoint::vartime_double_scalar_mul_basepoint(c.dalek(), point, r.dalek())
}

/// g^s, in constant time.
pub(crate) fn times_base(s: &Scalar) -> EdwardsPoint {
    EdwardsPoint::mul_base(s.dalek())
}

/// RFC 8032 bytes of many points, with one inversion for all.
pub(crate) fn compress_all(points: &[EdwardsPoint]) -> Vec<[u8; 32]> {
    EdwardsPoint::compress_batch_alloc(points).iter().map(CompressedEdwardsY::to_bytes).collect()
}

/// Multiples of the election key y, computed once an election.
#[derive(Clone)]
pub(crate) struct KeyTable(Arc<VartimeEdwardsPrecomputation>);

impl KeyTable {
    pub(crate) fn new(key: &Element) -> KeyTable {
        KeyTable(Arc::new(VartimeEdwardsPrecomputation::new([key.point()])))
    }

    /// y^r · P^c, in variable time.
    pub(crate) fn fixed_and(&self, r: &Scalar, point: &EdwardsPoint, c: &Scalar) -> EdwardsPoint {
        self.0.vartime_mixed_multiscalar_mul([r.dalek()], [c.dalek()], [point])
    }
}

impl fmt::Debug for KeyTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyTable")
    }
}
