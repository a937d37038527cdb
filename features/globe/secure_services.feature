@GL-06
Feature: Doors of Globe
  What Globe offers is offered to its people, whichever instance they come to. Whoever else comes is refused at
  every door, and there are no doors but those that were promised.

  Rule: Every outside entry speaks TLS

    @critical
    Example: with a certificate that can be trusted
      Then every service shows a certificate for its name, from the authority of the platform
      And no service answers in the clear
      And no service speaks a version of TLS before 1.2

  Rule: Only a good token of a person opens an instance

    Example: nothing but the front door is open
      When every operation that any service offers is called without a token
      Then only those meant for everybody answer

    @critical @needs.credentials
    Scenario Outline: <token>
      Given Lina has been at every service
      When every operation is called with <token>
      Then each of them is refused, live connections included

      Examples:
        | token                                 |
        | a token in the wrong place            |
        | a token that has expired              |
        | a token that is not signed            |
        | a token with something amiss          |
        | the token of a session that has ended |
        | the token of a closed account         |

    @critical
    Example: a good token, but for a trifle
      When Lina's token is shown to every service, altered in every way there is
      Then none of them is taken for it

  Rule: There is no door but those that were promised

    Example: in what services say of themselves
      Then each service describes what Globe promises, and nothing else

    Example: at their ports
      Then each service listens at one port, and answers at no path and to no method that was not promised

    @realtime
    Example: for live connections
      Given Lina has one of everything that Globe keeps for somebody
      Then live connections are opened where they were promised and nowhere else, and speak what was promised
