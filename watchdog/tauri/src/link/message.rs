//! One line of the link, sorted. Nothing that a backend writes is believed: every field is checked.

use serde::Deserialize;
use serde_json::value::{to_raw_value, RawValue};
use serde_json::{json, Value};

use crate::error::Error;

#[derive(Debug)]
pub enum Message {
    /// The app's payloads stay text: they only pass through.
    Notification {
        method: String,
        params: Box<RawValue>,
    },
    /// The host serves no methods; a backend that waits for an answer must get one all the same.
    Request { id: Value, method: String },
    Answer {
        id: u64,
        result: Result<Box<RawValue>, Error>,
    },
    /// Not JSON-RPC, and what is wrong with it.
    Unreadable(&'static str),
}

/// A backend's codes go over the boundary as they are; a number without a name is told as `JSONRPC_-32000`.
pub fn parse(text: &str) -> Message {
    let Ok(raw) = serde_json::from_str::<Fields>(text) else {
        let why = if serde_json::from_str::<&RawValue>(text).is_ok() {
            "not a message"
        } else {
            "not JSON"
        };
        return Message::Unreadable(why);
    };
    if raw.jsonrpc.as_deref() != Some("2.0") {
        return Message::Unreadable("no \"jsonrpc\": \"2.0\"");
    }
    if let Some(method) = raw.method {
        let Some(id) = raw.id else {
            return Message::Notification {
                method,
                params: raw.params.unwrap_or_else(null),
            };
        };
        return Message::Request { id, method };
    }
    let Some(id) = raw.id.as_ref().and_then(Value::as_u64) else {
        return Message::Unreadable("no integer id");
    };
    match (raw.error, raw.result) {
        (Some(error), _) => Message::Answer {
            id,
            result: Err(read_error(&error)),
        },
        (None, Some(result)) => Message::Answer {
            id,
            result: Ok(result),
        },
        (None, None) => Message::Unreadable("no method, result or error"),
    }
}

#[derive(Deserialize)]
struct Fields {
    jsonrpc: Option<String>,
    /// Present, but null, is a request with a strange id and no notification.
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    method: Option<String>,
    params: Option<Box<RawValue>>,
    /// `null` is a result.
    #[serde(default, deserialize_with = "present")]
    result: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "present")]
    error: Option<Value>,
}

fn present<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn null() -> Box<RawValue> {
    to_raw_value(&Value::Null).expect("null is JSON")
}

fn read_error(error: &Value) -> Error {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Error {
        code: text(&error["data"]["code"])
            .unwrap_or_else(|| format!("JSONRPC_{}", error["code"]))
            .into(),
        message: text(&error["message"]).unwrap_or_else(|| "The backend gave no message.".into()),
    }
}

/// The id at the beginning of an answer that was too long to keep.
pub fn id_of_head(head: &str) -> Option<u64> {
    let rest = head.trim_start().strip_prefix('{')?.trim_start();
    let after_version = rest
        .strip_prefix("\"jsonrpc\"")
        .and_then(|rest| {
            rest.trim_start()
                .strip_prefix(':')?
                .trim_start()
                .strip_prefix("\"2.0\"")
        })
        .and_then(|rest| rest.trim_start().strip_prefix(','));
    let rest = after_version
        .unwrap_or(rest)
        .trim_start()
        .strip_prefix("\"id\"")?
        .trim_start()
        .strip_prefix(':')?;
    let (number, _) = rest.split_once(',')?;
    number.trim().parse().ok()
}

pub fn notification(method: &str, params: &Value) -> Vec<u8> {
    line(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
}

pub fn request(id: u64, method: &str, params: &Value) -> Vec<u8> {
    line(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
}

pub fn refusal(id: &Value, method: &str) -> Vec<u8> {
    let message = format!("The host serves no method \"{method}\".");
    line(&json!({ "jsonrpc": "2.0", "id": id, "error": { "code": -32601, "message": message } }))
}

fn line(message: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(message).expect("a value is JSON");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_line_of_the_golden_file() {
        let golden = include_str!("../../../core/src/protocol.golden.jsonl");
        let mut kinds = std::collections::BTreeMap::new();
        for text in golden.lines() {
            let value: Value = serde_json::from_str(text).unwrap();
            let (kind, written) = match parse(text) {
                Message::Notification { method, params } => (
                    "notification",
                    notification(&method, &serde_json::from_str(params.get()).unwrap()),
                ),
                Message::Request { id, method } => (
                    "request",
                    request(id.as_u64().unwrap(), &method, &value["params"]),
                ),
                Message::Answer { id, result } => {
                    assert_eq!(value["id"], id);
                    match result {
                        Ok(result) => assert_eq!(
                            value["result"],
                            serde_json::from_str::<Value>(result.get()).unwrap()
                        ),
                        Err(error) => assert_eq!(value["error"]["data"]["code"], *error.code),
                    }
                    ("answer", format!("{text}\n").into_bytes())
                }
                Message::Unreadable(why) => panic!("{why}: {text}"),
            };
            // What we write is what the others read.
            assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), value);
            assert_eq!(written.iter().filter(|byte| **byte == b'\n').count(), 1);
            *kinds.entry(kind).or_insert(0) += 1;
        }
        assert_eq!(
            kinds.keys().copied().collect::<Vec<_>>(),
            ["answer", "notification", "request"]
        );
    }

    #[test]
    fn nonsense_is_never_believed() {
        let cases = [
            "",
            "null",
            "[]",
            "7",
            "{",
            "{}",
            "\"\u{0}\"",
            r#"{"jsonrpc":"1.0","id":1,"result":1}"#,
            r#"{"jsonrpc":"2.0","id":"1","result":1}"#,
            r#"{"jsonrpc":"2.0","id":-1,"result":1}"#,
            r#"{"jsonrpc":"2.0","id":1.5,"result":1}"#,
            r#"{"jsonrpc":"2.0","id":1}"#,
            r#"{"jsonrpc":"2.0","method":7}"#,
        ];
        for text in cases {
            assert!(matches!(parse(text), Message::Unreadable(_)), "{text}");
        }
    }

    #[test]
    fn an_answer_may_be_null() {
        let Message::Answer {
            id: 3,
            result: Ok(result),
        } = parse(r#"{"jsonrpc":"2.0","id":3,"result":null}"#)
        else {
            panic!("no answer");
        };
        assert_eq!(result.get(), "null");
    }

    #[test]
    fn an_error_without_a_name_is_told_by_its_number() {
        let text = r#"{"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"no such method"}}"#;
        let Message::Answer {
            result: Err(error), ..
        } = parse(text)
        else {
            panic!("no error");
        };
        assert_eq!(
            (&*error.code, error.message.as_str()),
            ("JSONRPC_-32601", "no such method")
        );
    }

    #[test]
    fn finds_the_id_of_an_answer_that_was_too_long() {
        assert_eq!(
            id_of_head(r#"{"jsonrpc":"2.0","id":17,"result":"xxxx"#),
            Some(17)
        );
        assert_eq!(id_of_head(r#"{ "id" : 17 , "result":"xxxx"#), Some(17));
        assert_eq!(
            id_of_head(r#"{"jsonrpc":"2.0","method":"m","params":{"id":17,"#),
            None
        );
        assert_eq!(id_of_head("xxxxx"), None);
    }
}
