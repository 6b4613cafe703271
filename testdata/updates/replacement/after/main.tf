resource "aws_ebs_volume" "worse" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "better" {
  availability_zone = "us-east-1a"
  size              = 8
  encrypted         = true
}

resource "aws_ebs_volume" "moves" {
  availability_zone = "us-east-1b"
  size              = 8
}

resource "aws_ebs_volume" "better_first" {
  availability_zone = "us-east-1a"
  size              = 8
  encrypted         = true

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_ebs_volume" "grows" {
  availability_zone = "us-east-1a"
  size              = 16
}

resource "aws_ebs_volume" "stays" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "new" {
  availability_zone = "us-east-1a"
  size              = 8
}

removed {
  from = aws_ebs_volume.forgotten

  lifecycle {
    destroy = false
  }
}
