//! The app's requests on their way to the backend.
use super::requests::Reply;
use super::worker::Worker;
use crate::core::event::EventBody;
use crate::error::Error;
use crate::link::message;
use crate::link::writer::Sent;
use crate::request::Request;

impl Worker {
    pub(super) fn open(&mut self, request: &Request, reply: Reply) {
        if let Err(error) = &self.core {
            return reply(Err(error.clone()));
        }
        let opened = self.ledger.open(request, reply);
        self.dispatch(EventBody::Requested {
            id: opened.id,
            bytes: opened.bytes,
            retry: request.retry,
        });
    }

    pub(super) fn send_request(&mut self, id: u64) {
        let writer = self
            .generation
            .as_ref()
            .and_then(|generation| generation.writer.as_ref());
        let (Some(line), Some(writer)) = (self.ledger.line(id), writer) else {
            return;
        };
        if writer.send(line) == Sent::Full {
            let message = "Over 16 MiB wait for the backend, which does not read them. Try again when it answers.";
            self.ledger
                .settle(id, Err(Error::new("BACKEND_BUSY", message)));
            self.around.post(EventBody::Answered { id });
        }
    }

    pub(super) fn cancel(&mut self, id: u64) {
        if let Some(number) = self.generation.as_ref().map(|generation| generation.number) {
            self.control(
                number,
                message::notification("$/cancelRequest", &serde_json::json!({ "id": id })),
            );
        }
        self.dispatch(EventBody::Cancelled { id });
    }

    pub(super) fn control(&mut self, generation: u32, line: Vec<u8>) {
        if let Some(writer) = self
            .of(generation)
            .and_then(|generation| generation.writer.as_ref())
        {
            writer.send_control(line);
        }
    }
}
