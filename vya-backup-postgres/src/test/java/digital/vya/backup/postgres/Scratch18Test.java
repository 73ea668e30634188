package digital.vya.backup.postgres;

final class Scratch18Test extends ScratchContract {

  Scratch18Test() {
    super(18);
  }
}
