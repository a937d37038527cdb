@VZ-08
Feature: Two chat-servers
  People come to Veza by way of one chat-server or the other, and meet as on one: also when what both stand on, or what
  one of them hears of the other, was away for a moment.

  Background:
    Given Lina, Arno and Milo are members of a conversation
    And Arno uses chat-server-2
    And Lina, Arno and Milo are present

  Rule: They hear of each other as ever, whatever was away

    @VZ-07 @VZ-10 @VZ-23 @critical @realtime @needs.control @disrupts.veza
    Example: the database, the cache and the broker
      Given Arno has published "Night Bus"
      When one after another postgres is away for a moment, then redis is away for a moment, then nats is away for a moment
      And Lina plays "Night Bus"
      And Lina says "Is anybody there?"
      Then Arno and Milo see once that Lina listens to "Night Bus"
      And Arno and Milo each see it once
      And Arno and Milo see once that Lina has gone, after she leaves

  Rule: What one of them could not hear it makes good

    @VZ-14 @critical @realtime @needs.lines @disrupts.veza
    Example: what was done while its line to the database was cut
      Given Lina has said "Something somebody may mind"
      When the line between chat-server-2 and its database is cut
      And Milo removes "Something somebody may mind" from the conversation
      And Milo mutes Lina for an hour because of "Too loud"
      And the line is mended
      Then Lina, Arno and Milo see what was removed go once
      And Lina, Arno and Milo are told once that Lina is muted, until when and why
