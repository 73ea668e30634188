package digital.vya.backup.postgres;

final class Scratch15Test extends ScratchContract {

  Scratch15Test() {
    super(15);
  }
}
