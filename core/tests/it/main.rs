//! What others rely on: the bytes of the protocol.

mod vectors;
