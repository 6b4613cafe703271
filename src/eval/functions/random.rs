//! Functions of time and randomness: their results are decided at apply.

use super::spec::{Function, a_string, number, text};

pub const FUNCTIONS: &[Function] = &[
    Function::new("bcrypt", &[text("str")], a_string, |call| Ok(call.undecided())).with(number("cost")),
    Function::new("plantimestamp", &[], a_string, |call| Ok(call.undecided())),
    Function::new("timestamp", &[], a_string, |call| Ok(call.undecided())),
    Function::new("uuid", &[], a_string, |call| Ok(call.undecided())),
];
