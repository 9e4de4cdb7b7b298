package dev.sluice.rtmp.fault;

/** Something is wrong with a connection, which must be closed. The message is one clear sentence without secrets. */
public final class RtmpFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RtmpFault fault;
    private final String reason;

    public RtmpFaultException(RtmpFault fault, String message) {
        super(message);
        this.fault = fault;
        this.reason = message;
    }

    public RtmpFault fault() {
        return fault;
    }

    public String reason() {
        return reason;
    }
}
