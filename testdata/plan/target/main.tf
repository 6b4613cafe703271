resource "aws_sqs_queue" "wanted" {
  name              = "wanted"
  kms_master_key_id = aws_kms_key.k.id
}

resource "aws_kms_key" "k" {}

resource "aws_sqs_queue" "left_out" {
  name = "left-out"
}
