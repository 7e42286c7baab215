//! What others rely on: the bytes of the protocol, and readers that take any.

mod corpus;
mod vectors;
