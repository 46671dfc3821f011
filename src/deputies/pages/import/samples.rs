//! Every finding there is.

use super::finding::{Change, Finding};
use crate::{
    deputies::roll::{
        Column, Normalisation, NormalisationRule, RollError, RollErrorCode as E, RollWarning, RollWarningCode as W,
    },
    sheets::Fault,
};

pub fn every_error() -> Vec<Finding> {
    let codes = [
        E::MissingColumn,
        E::DuplicateColumn,
        E::NoRows,
        E::CellWithoutHeading,
        E::BlankRequired,
        E::DuplicateId { first_line: 10 },
        E::FormulaInCell { start: "=".to_owned() },
        E::NotText,
        E::LineBreakInCell,
        E::UnreadableCharacter,
        E::LostCharacter { mark: "?".to_owned() },
        E::DigitsLost,
        E::SeveralSheets { sheets: "<b>一、二".to_owned() },
        E::InvisibleCharacter { code_point: "U+200B".to_owned() },
        E::SpaceInId,
        E::TooLong { limit: 64 },
    ];
    let files = Fault::samples("<script>名册</script>").into_iter().map(E::File);
    (0..)
        .zip(files.chain(codes))
        .map(|(line, code)| RollError {
            line: (line > 8).then_some(line),
            column: (line > 8).then_some(Column::CertificateNo),
            code,
            value: (line % 2 == 1).then(|| "<script>alert(1)</script>".to_owned()),
        })
        .map(|error| Finding::of_error(&error))
        .collect()
}

pub fn every_warning() -> Vec<Finding> {
    let codes = [
        W::GuessedEncoding,
        W::FullwidthConverted { cells: 12 },
        W::SpacesRemoved { cells: 1 },
        W::UnknownColumn,
        W::NumberCell,
        W::PrivateUseCharacter,
        W::SameNameInDelegation { first_line: 7 },
        W::Pictures { count: 3 },
        W::SheetsNotRead { sheets: "<b>说明、二".to_owned() },
    ];
    (0..)
        .zip(codes)
        .map(|(line, code)| RollWarning {
            line: (line > 2).then_some(line),
            column: (line > 2).then(|| Column::Other("<script>栏</script>".to_owned())),
            code,
            value: (line > 3).then(|| "甲".to_owned()),
        })
        .map(|warning| Finding::of_warning(&warning))
        .collect()
}

pub fn every_change() -> Vec<Change> {
    use NormalisationRule as R;
    [R::Decode, R::StripBom, R::Trim, R::FullwidthToHalfwidth, R::RemoveInnerSpaceBetweenHan]
        .into_iter()
        .map(|rule| Normalisation {
            line: (rule != R::Decode).then_some(4),
            column: (rule != R::Decode).then_some(Column::Name),
            rule,
            from: " <script> ".to_owned(),
            to: "<script>".to_owned(),
        })
        .map(|change| Change::of(&change))
        .collect()
}
