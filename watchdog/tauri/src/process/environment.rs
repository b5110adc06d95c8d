//! The environment of a backend, as changes to our own. What is changed is the core's business.

use std::collections::BTreeMap;

use crate::core::engine::{CoreFailure, Engine};

/// `None` removes the variable. What is no Unicode is handed down as it is.
pub fn changes(
    engine: &Engine,
    link: bool,
    additional: &[(String, String)],
) -> Result<Vec<(String, Option<String>)>, CoreFailure> {
    let readable = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let mut whole: BTreeMap<String, String> = std::env::vars_os().filter_map(readable).collect();
    whole.extend(additional.iter().cloned());
    let change = engine.backend_environment(&whole, link)?;
    let given = additional
        .iter()
        .map(|(name, value)| (name.clone(), Some(value.clone())));
    let unset = change.unset.into_iter().map(|name| (name, None));
    let set = change
        .set
        .into_iter()
        .map(|(name, value)| (name, Some(value)));
    Ok(given.chain(unset).chain(set).collect())
}
