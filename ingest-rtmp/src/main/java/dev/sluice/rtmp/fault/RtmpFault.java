package dev.sluice.rtmp.fault;

/** The kinds of bad connection, each with its own counter. */
public enum RtmpFault {
    /** The first byte is no RTMP version, or the handshake broke off. */
    HANDSHAKE,
    /** A chunk or protocol control message breaks the rules of the chunk layer. */
    CHUNK,
    /** A limit of this server was passed: message size, chunk streams, memory of partial messages, replies unread. */
    LIMIT,
    /** Broken or overgrown AMF. */
    AMF,
    /** A command that makes no sense where it came, or with the wrong arguments. */
    COMMAND,
    /** The application path is not the one of this server. */
    BAD_APP,
    /** The stream key is no stream key by its form, or was refused. */
    REFUSED,
    /** Audio or video that cannot be used. */
    MEDIA,
    /** Frames came, but never the sequence header that explains them. */
    NO_SEQUENCE_HEADER,
    /** Handshake and publish took too long. */
    TIMEOUT,
    /** More connections than configured, in total or from one address. */
    TOO_MANY_CONNECTIONS,
    /** A defect on our side. */
    INTERNAL
}
