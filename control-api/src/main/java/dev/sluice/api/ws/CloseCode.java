package dev.sluice.api.ws;

/** Why the server closes a socket, as RFC 6455 section 7.4 numbers it; from 4000 on our own. */
enum CloseCode {
    GOING_AWAY(1001),
    /** A frame or message is malformed or too long. */
    PROTOCOL(1002),
    NOT_TEXT(1003),
    CREDENTIAL(4401),
    TOO_SLOW(4408),
    TOO_MANY_MESSAGES(4429);

    private final short code;

    CloseCode(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }
}
