package dev.sluice.server.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.DataDirectory;
import dev.sluice.server.life.Lifecycle;
import dev.sluice.server.life.SluiceServer;
import dev.sluice.server.welcome.KeptStreams;
import dev.sluice.server.welcome.Welcome;
import jakarta.inject.Singleton;

/**
 * One server. Whatever is opened on the way to it is closed by the lifecycle, which its caller owns.
 *
 * @see dev.sluice.storage.db.DatabaseStartException thrown by {@link #server} when the database cannot be opened
 */
@Singleton
@Component(
        modules = {
            BaseModule.class,
            StorageModule.class,
            MediaModule.class,
            EngineModule.class,
            IdentityModule.class,
            EventsModule.class,
            ChatModule.class,
            RequestsModule.class,
            UploadsModule.class,
            VodModule.class,
            FrontModule.class
        })
public interface SluiceComponent {
    SluiceServer server();

    Welcome welcome();

    KeptStreams keptStreams();

    /** Makes the component. */
    @Component.Factory
    interface Factory {
        SluiceComponent create(
                @BindsInstance SluiceConfig config,
                @BindsInstance DataDirectory data,
                @BindsInstance Lifecycle lifecycle);
    }
}
