package dev.sluice.rtmp.session;

import dev.sluice.rtmp.amf.Amf0Reader;
import dev.sluice.rtmp.amf.AmfException;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command message (RTMP 1.0 section 7.2): name, transaction id, and whatever follows.
 *
 * @param arguments the values behind the transaction id; the first one is the command object
 */
record Command(String name, double transactionId, int messageStreamId, List<AmfValue> arguments) {
    private static final AmfValue.Properties NO_PROPERTIES = AmfValue.object(new LinkedHashMap<>());

    /** @throws RtmpFaultException when the body is no AMF, or has no name in front */
    static Command parse(InboundMessage message) throws RtmpFaultException {
        List<AmfValue> values = readValues(message, MessageType.COMMAND_AMF3);
        if (values.isEmpty() || !(values.getFirst() instanceof AmfValue.Text(String name))) {
            throw new RtmpFaultException(RtmpFault.COMMAND, "a command without a name");
        }
        boolean numbered = values.size() > 1 && values.get(1) instanceof AmfValue.Num;
        double transactionId = numbered && values.get(1) instanceof AmfValue.Num(double id) ? id : 0;
        int rest = Math.min(numbered ? 2 : 1, values.size());
        return new Command(name, transactionId, message.messageStreamId(), values.subList(rest, values.size()));
    }

    /**
     * The values of a command or data message. The AMF3 forms begin with a format byte of zero and go on in AMF0,
     * switching to AMF3 by a marker.
     */
    static List<AmfValue> readValues(InboundMessage message, int amf3Type) throws RtmpFaultException {
        byte[] body = message.body().toByteArray();
        boolean formatByte = message.type() == amf3Type && body.length > 0 && body[0] == 0;
        try {
            return Amf0Reader.readAll(body, formatByte ? 1 : 0);
        } catch (AmfException e) {
            throw new RtmpFaultException(RtmpFault.AMF, String.valueOf(e.getMessage()));
        }
    }

    AmfValue.Properties commandObject() {
        return !arguments.isEmpty() && arguments.getFirst() instanceof AmfValue.Properties properties
                ? properties
                : NO_PROPERTIES;
    }

    /** The number at the position behind the command object, or the fallback. */
    double numberArgument(int index, double fallback) {
        return arguments.size() > index + 1 && arguments.get(index + 1) instanceof AmfValue.Num(double value)
                ? value
                : fallback;
    }

    /** The text at the position behind the command object, or null. */
    @Nullable
    String textArgument(int index) {
        return arguments.size() > index + 1 && arguments.get(index + 1) instanceof AmfValue.Text(String text)
                ? text
                : null;
    }
}
