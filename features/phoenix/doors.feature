@PH-07
Feature: Doors
  What Phoenix offers is offered to its people, each in their company, or to its own services. Whoever else comes is
  refused at every door, and there are no doors but those that were promised.

  Rule: Nobody gets in without a token, or with a bad one

    @critical
    Example: nothing but the front door is open
      When every operation that any service offers is called without a token
      Then only those meant for everybody answer

    @needs.credentials
    Scenario Outline: <token>
      Given Uwe has been at every service
      When every operation is called with <token>
      Then each of them is refused, live connections included

      Examples:
        | token                                 |
        | a token in the wrong place            |
        | a token that has expired              |
        | a token that is not signed            |
        | the token of a session that has ended |
        | the token of a closed account         |

    Example: a good token, but for a trifle
      When Uwe's token is shown to every service, altered in every way there is
      Then none of them is taken for it

    @critical
    Example: who guesses passwords, of whichever account, or of none
      Given Vera's account is closed
      When somebody guesses passwords of Uwe, Otto, Vera and an unknown person, time and again
      Then they learn nothing by it, and have to wait after the fifth time in a row

  Rule: Only services get in where only services may

    @critical @needs.credentials
    Scenario Outline: with <token>
      When each operation between services is called with <token>
      Then each of them is refused, and says nothing else

      Examples:
        | token                       |
        | no token                    |
        | the token of a person       |
        | a token for another service |

    @needs.credentials
    Example: with the token that belongs there
      When each operation between services is called with the right token
      Then none of them is refused for its token

  Rule: There is no door but those that were promised

    Example: in what services say of themselves
      Then each service describes what Phoenix promises, and nothing else

    Example: at their ports
      Then each service listens at one port, and answers at no path and to no method that was not promised

    @realtime
    Example: for live connections
      Given Uwe has one of everything that Phoenix keeps for somebody
      Then live connections are opened where they were promised and nowhere else, and speak what was promised
