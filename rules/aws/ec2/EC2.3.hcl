control "EC2.3" {
  slug     = "ebs-volume-encrypted"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Data protection", "Encryption of data at rest"]
  title = {
    en = "EBS volumes are encrypted at rest"
    ja = "EBS ボリュームが保管時に暗号化されている"
  }
  why = {
    en = "An unencrypted volume, and every snapshot made from it, can be read by whoever gets a copy. Encryption at rest ties reading the data to a KMS key whose use is permitted and logged."
    ja = "暗号化されていないボリュームやそのスナップショットは、コピーを入手した人なら誰でも中身を読めます。暗号化しておけば、データの読み取りに KMS キーの権限が必要になり、利用も記録されます。"
  }
  decides = "checked"
  notes = {
    en = "AWS looks at attached volumes; here volumes that nothing attaches are judged too, as are the volumes that instances, Spot requests, launch templates and launch configurations will create. Default encryption in the same account and Region counts for volumes that are still to be created. A root volume that a launch template describes is judged at the template."
    ja = "AWS の判定対象はアタッチ済みのボリュームですが、ここでは未アタッチのボリュームや、インスタンス・スポットリクエスト・起動テンプレート・起動設定が作成するボリュームも判定します。同じアカウントとリージョンでデフォルト暗号化が有効であれば、これから作成されるボリュームは暗号化されるものとみなします。起動テンプレートで定義されたルートボリュームはテンプレート側で判定します。"
  }
  config_rule = "encrypted-volumes"
  frameworks = {
    "aws-fsbp"       = ["EC2.3"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["2.2.1"]
    "cis-aws-5.0"                   = ["5.1.1"]
    "pci-dss-4.0"                   = ["3.5.1", "8.3.2"]
    "aws-well-architected-security" = ["SEC08-BP02"]
    "iso-27001-2022"                = ["A.8.11", "A.8.24"]
    "soc2"                          = ["pi_1_5"]
  }

  check "aws_ebs_volume" {
    locals {
      existing       = contains(["no-op", "update"], default(meta.operation, "create"))
      from_encrypted = default(inherited(target_or_unknown(attrs.snapshot_id, "aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import", "data.aws_ebs_snapshot"), "encrypted"), false)
    }
    enforce {
      condition = default(attrs.encrypted, false) || (!local.existing && (ebs_default_encryption() || local.from_encrypted))
      at        = "encrypted"
      error_message = {
        en = "the volume is not encrypted"
        ja = "ボリュームが暗号化されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the volume"
        ja = "ボリュームを暗号化する"
      }
      warning = {
        en = "An existing volume is replaced and its data is lost: copy a snapshot with encryption first and restore from that."
        ja = "既存のボリュームは作り直され、データが失われます。先にスナップショットを暗号化付きでコピーし、そこから復元してください。"
      }
      set = { encrypted = true }
    }
  }

  check "aws_instance" "aws_spot_instance_request" "aws_launch_configuration" {
    each = "root_block_device"
    locals {
      existing      = contains(["no-op", "update"], default(meta.operation, "create"))
      encrypted_ami = default(attribute(target(try(attrs.ami, attrs.image_id)), "encrypted"), false)
    }
    enforce {
      condition = default(each.value.encrypted, false) || (!local.existing && (ebs_default_encryption() || local.encrypted_ami))
      at        = "encrypted"
      error_message = {
        en = "the root volume is not encrypted"
        ja = "ルートボリュームが暗号化されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the root volume"
        ja = "ルートボリュームを暗号化する"
      }
      warning = {
        en = "An existing instance is replaced together with its volumes; keep what is on them first."
        ja = "既存のインスタンスはボリュームごと作り直されます。先にデータを退避してください。"
      }
      set = { encrypted = true }
    }
  }

  check "aws_instance" "aws_spot_instance_request" {
    filter = !is_set(attrs.root_block_device) && !is_set(attrs.launch_template)
    locals {
      existing      = contains(["no-op", "update"], default(meta.operation, "create"))
      encrypted_ami = default(attribute(target(attrs.ami), "encrypted"), false)
    }
    enforce {
      condition = !local.existing && (ebs_default_encryption() || local.encrypted_ami)
      at        = "root_block_device"
      error_message = {
        en = "the root volume is not encrypted: no root_block_device block asks for it"
        ja = "root_block_device ブロックがなく、ルートボリュームが暗号化されない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the root volume"
        ja = "ルートボリュームを暗号化する"
      }
      warning = {
        en = "An existing instance is replaced together with its volumes; keep what is on them first."
        ja = "既存のインスタンスはボリュームごと作り直されます。先にデータを退避してください。"
      }
      set = { "root_block_device.encrypted" = true }
    }
  }

  check "aws_instance" "aws_spot_instance_request" {
    each = "ebs_block_device"
    locals {
      existing       = contains(["no-op", "update"], default(meta.operation, "create"))
      from_encrypted = default(inherited(target_or_unknown(each.value.snapshot_id, "aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import", "data.aws_ebs_snapshot"), "encrypted"), false)
    }
    enforce {
      condition = default(each.value.encrypted, false) || (!local.existing && (ebs_default_encryption() || local.from_encrypted))
      at        = "encrypted"
      error_message = {
        en = "the volume ${default(each.value.device_name, "")} is not encrypted"
        ja = "ボリューム ${default(each.value.device_name, "")} が暗号化されていない"
      }
    }
    fix {
      when   = !local.existing
      class  = "unsafe"
      impact = "unknown"
      summary = {
        en = "encrypt the volume"
        ja = "ボリュームを暗号化する"
      }
      warning = {
        en = "This takes effect when the instance is created. For one that exists the plan stays empty: replace it (terraform apply -replace) after keeping its data."
        ja = "効果があるのはインスタンスの作成時だけで、既存のインスタンスではプランに差分が出ません。データを退避したうえで terraform apply -replace で作り直してください。"
      }
      set = { encrypted = true }
    }
    no_fix = {
      en = "the provider ignores this change for an instance that exists: copy a snapshot of the volume with encryption, attach the volume made from it, and detach the old one"
      ja = "既存のインスタンスではこの変更が無視される。スナップショットを暗号化付きでコピーし、そこから作成したボリュームに差し替える"
    }
  }

  check "aws_launch_configuration" {
    filter = !is_set(attrs.root_block_device)
    locals {
      encrypted_ami = default(attribute(target(attrs.image_id), "encrypted"), false)
    }
    enforce {
      condition = ebs_default_encryption() || local.encrypted_ami
      at        = "root_block_device"
      error_message = {
        en = "the root volume is not encrypted: no root_block_device block asks for it"
        ja = "root_block_device ブロックがなく、ルートボリュームが暗号化されない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the root volume"
        ja = "ルートボリュームを暗号化する"
      }
      warning = {
        en = "Launch configurations cannot be changed: a new one takes its place, and running instances keep their volumes."
        ja = "起動設定は変更できないため新しく作り直されます。稼働中のインスタンスのボリュームは変わりません。"
      }
      set = { "root_block_device.encrypted" = true }
    }
  }

  check "aws_launch_configuration" {
    each = "ebs_block_device"
    locals {
      from_encrypted = default(inherited(target_or_unknown(each.value.snapshot_id, "aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import", "data.aws_ebs_snapshot"), "encrypted"), false)
    }
    enforce {
      condition = default(each.value.no_device, false) || default(each.value.encrypted, false) || ebs_default_encryption() || local.from_encrypted
      at        = "encrypted"
      error_message = {
        en = "the volume ${default(each.value.device_name, "")} is not encrypted"
        ja = "ボリューム ${default(each.value.device_name, "")} が暗号化されていない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the volume"
        ja = "ボリュームを暗号化する"
      }
      warning = {
        en = "Launch configurations cannot be changed: a new one takes its place, and running instances keep their volumes."
        ja = "起動設定は変更できないため新しく作り直されます。稼働中のインスタンスのボリュームは変わりません。"
      }
      set = { encrypted = true }
    }
  }

  check "aws_spot_fleet_request" {
    each = "launch_specification"
    locals {
      encrypted_ami = default(attribute(target(each.value.ami), "encrypted"), false)
    }
    enforce {
      condition = any([for root in each.value.root_block_device : default(root.encrypted, false)]) || ebs_default_encryption() || local.encrypted_ami
      at        = "root_block_device"
      error_message = {
        en = "the root volume of instances that the fleet starts is not encrypted"
        ja = "フリートが起動するインスタンスのルートボリュームが暗号化されない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the root volume"
        ja = "ルートボリュームを暗号化する"
      }
      warning = {
        en = "The request is replaced by a new one. Instances of the old one keep running as they are unless the request terminates them when it is deleted."
        ja = "スポットフリートリクエストは作り直されます。削除時に終了する設定でなければ、元のインスタンスは変更前の状態で稼働し続けます。"
      }
      set = { "root_block_device.encrypted" = true }
    }
  }

  check "aws_spot_fleet_request" {
    each = "launch_specification.ebs_block_device"
    locals {
      from_encrypted = default(inherited(target_or_unknown(each.value.snapshot_id, "aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import", "data.aws_ebs_snapshot"), "encrypted"), false)
    }
    enforce {
      condition = default(each.value.encrypted, false) || ebs_default_encryption() || local.from_encrypted
      at        = "encrypted"
      error_message = {
        en = "the volume ${default(each.value.device_name, "")} of instances that the fleet starts is not encrypted"
        ja = "フリートが起動するインスタンスのボリューム ${default(each.value.device_name, "")} が暗号化されない"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "encrypt the volume"
        ja = "ボリュームを暗号化する"
      }
      warning = {
        en = "The request is replaced by a new one. Instances of the old one keep running as they are unless the request terminates them when it is deleted."
        ja = "スポットフリートリクエストは作り直されます。削除時に終了する設定でなければ、元のインスタンスは変更前の状態で稼働し続けます。"
      }
      set = { encrypted = true }
    }
  }

  check "aws_launch_template" {
    each = "block_device_mappings.ebs"
    locals {
      from_encrypted = default(inherited(target_or_unknown(each.value.snapshot_id, "aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import", "data.aws_ebs_snapshot"), "encrypted"), false)
      # The device may be one of the image, which has its encryption.
      of_image = all([default(attribute(target(attrs.image_id), "encrypted"), false), undecided("whether the image has this device")])
    }
    enforce {
      condition = default(each.value.encrypted, "") == "true" || ebs_default_encryption() || local.from_encrypted || local.of_image
      at        = "encrypted"
      error_message = {
        en = "volumes launched from the template are not encrypted"
        ja = "このテンプレートから起動するインスタンスのボリュームが暗号化されない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "encrypt the volume in a new version of the template"
        ja = "テンプレートの新しいバージョンでボリュームを暗号化する"
      }
      set = { encrypted = true }
    }
  }

  remediation {
    console = {
      en = ["In the EC2 console create a snapshot of the volume.", "Copy the snapshot with encryption switched on and create a volume from the copy in the same zone.", "Stop the instance, swap the volumes, and delete the old one.", "Switch on default encryption so that new volumes are covered."]
      ja = ["EC2 コンソールでボリュームのスナップショットを作成する。", "スナップショットを暗号化を有効にしてコピーし、同じアベイラビリティゾーンにボリュームを作成する。", "インスタンスを停止してボリュームを差し替え、古いボリュームを削除する。", "今後のために EBS のデフォルト暗号化を有効にする。"]
    }
    cli = "aws ec2 copy-snapshot --source-region REGION --source-snapshot-id SNAPSHOT_ID --encrypted"
  }

  example "fail" "volume with encryption left out" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 20
    }
  }

  example "fixed" "volume with encryption left out" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 20
      encrypted         = true
    }
  }

  example "fail" "volume with encryption switched off, default encryption too" {
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = false
    }

    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 20
      encrypted         = false
    }
  }

  example "fail" "instance without a root block" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "fixed" "instance without a root block" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
    }
  }

  example "fail" "instance with a plain root volume" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        volume_size = 30
      }
    }
  }

  example "fixed" "instance with a plain root volume" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        volume_size = 30
        encrypted   = true
      }
    }
  }

  example "fail" "instance with a plain data volume" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
        encrypted   = true
      }
      ebs_block_device {
        device_name = "/dev/sdg"
        volume_size = 100
      }
    }
  }

  example "fixed" "instance with a plain data volume" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
        encrypted   = true
      }
      ebs_block_device {
        device_name = "/dev/sdg"
        volume_size = 100
        encrypted   = true
      }
    }
  }

  example "fail" "launch configuration with plain volumes" {
    resource "aws_launch_configuration" "app" {
      name_prefix   = "app-"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
      }
    }
  }

  example "fixed" "launch configuration with plain volumes" {
    resource "aws_launch_configuration" "app" {
      name_prefix   = "app-"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
        encrypted   = true
      }
    }
  }

  example "fail" "launch configuration without a root block" {
    resource "aws_launch_configuration" "app" {
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "fixed" "launch configuration without a root block" {
    resource "aws_launch_configuration" "app" {
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
    }
  }

  example "fail" "launch template with a plain volume" {
    resource "aws_launch_template" "app" {
      name = "app"
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          volume_size = 20
        }
      }
    }
  }

  example "fixed" "launch template with a plain volume" {
    resource "aws_launch_template" "app" {
      name = "app"
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          volume_size = 20
          encrypted   = true
        }
      }
    }
  }

  example "fail" "default encryption does not reach what exists" {
    prior {
      resource "aws_ebs_volume" "kept" {
        availability_zone = "us-east-1a"
        size              = 20
        encrypted         = false
      }

      resource "aws_ebs_volume" "grown" {
        availability_zone = "us-east-1a"
        size              = 20
        encrypted         = false
      }

      resource "aws_instance" "app" {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = false
        }
      }
    }

    resource "aws_ebs_encryption_by_default" "this" {}

    resource "aws_ebs_volume" "kept" {
      availability_zone = "us-east-1a"
      size              = 20
      encrypted         = false
    }

    resource "aws_ebs_volume" "grown" {
      availability_zone = "us-east-1a"
      size              = 40
      encrypted         = false
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      tags          = { Name = "app" }
      root_block_device {
        encrypted = false
      }
    }
  }

  example "pass" "encrypted everywhere" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 20
      encrypted         = true
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
        encrypted   = true
      }
    }

    resource "aws_launch_template" "app" {
      name = "app"
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          encrypted = true
        }
      }
      block_device_mappings {
        device_name  = "/dev/sdb"
        virtual_name = "ephemeral0"
      }
    }
  }

  example "pass" "default encryption covers new volumes" {
    resource "aws_ebs_encryption_by_default" "this" {}

    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 20
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
      }
    }

    resource "aws_launch_configuration" "app" {
      name_prefix   = "app-"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        volume_size = 20
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
      }
    }

    resource "aws_launch_configuration" "plain" {
      name_prefix   = "plain-"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_launch_template" "app" {
      name = "app"
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          volume_size = 20
        }
      }
    }
  }

  example "pass" "encrypted snapshots and images" {
    resource "aws_ebs_snapshot_copy" "data" {
      source_region      = "us-east-1"
      source_snapshot_id = "snap-0123456789abcdef0"
      encrypted          = true
    }

    resource "aws_ami_copy" "base" {
      name              = "base-encrypted"
      source_ami_id     = "ami-0123456789abcdef0"
      source_ami_region = "us-east-1"
      encrypted         = true
    }

    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      snapshot_id       = aws_ebs_snapshot_copy.data.id
    }

    resource "aws_instance" "app" {
      ami           = aws_ami_copy.base.id
      instance_type = "t3.micro"
      ebs_block_device {
        device_name = "/dev/sdf"
        snapshot_id = aws_ebs_snapshot_copy.data.id
      }
    }

    resource "aws_launch_configuration" "app" {
      name_prefix   = "app-"
      image_id      = aws_ami_copy.base.id
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        snapshot_id = aws_ebs_snapshot_copy.data.id
      }
    }

    resource "aws_launch_configuration" "image" {
      name_prefix   = "image-"
      image_id      = aws_ami_copy.base.id
      instance_type = "t3.micro"
    }

    resource "aws_launch_template" "app" {
      name = "app"
      block_device_mappings {
        device_name = "/dev/sdf"
        ebs {
          snapshot_id = aws_ebs_snapshot_copy.data.id
        }
      }
    }
  }

  example "unknown" "encryption is decided at apply" {
    resource "terraform_data" "encrypt" {
      input = true
    }

    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 20
      encrypted         = tobool(terraform_data.encrypt.output)
    }

    resource "aws_launch_template" "app" {
      name = "app"
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          encrypted = tobool(terraform_data.encrypt.output)
        }
      }
    }
  }

  example "pass" "snapshots of encrypted volumes" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 8
      encrypted         = true
    }

    resource "aws_ebs_snapshot" "data" {
      volume_id = aws_ebs_volume.data.id
    }

    resource "aws_ebs_snapshot_copy" "data" {
      source_snapshot_id = aws_ebs_snapshot.data.id
      source_region      = "us-east-1"
    }

    resource "aws_ebs_volume" "restored" {
      availability_zone = "us-east-1a"
      snapshot_id       = aws_ebs_snapshot.data.id
    }

    resource "aws_ebs_volume" "copied" {
      availability_zone = "us-east-1a"
      snapshot_id       = aws_ebs_snapshot_copy.data.id
    }

    resource "aws_launch_template" "app" {
      block_device_mappings {
        device_name = "/dev/xvdb"
        ebs {
          snapshot_id = aws_ebs_snapshot.data.id
        }
      }
    }
  }

  example "pass" "root volumes of an encrypted image" {
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0123456789abcdef0"
      source_ami_region = "us-east-1"
      encrypted         = true
    }

    resource "aws_instance" "app" {
      ami           = aws_ami_copy.base.id
      instance_type = "t3.micro"
      root_block_device {
        volume_size = 20
      }
    }

    resource "aws_launch_configuration" "app" {
      image_id      = aws_ami_copy.base.id
      instance_type = "t3.micro"
      root_block_device {
        volume_size = 20
      }
    }
  }

  example "fail" "a snapshot of a plain volume" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 8
    }

    resource "aws_ebs_snapshot" "data" {
      volume_id = aws_ebs_volume.data.id
    }

    resource "aws_ebs_volume" "restored" {
      availability_zone = "us-east-1a"
      snapshot_id       = aws_ebs_snapshot.data.id
    }
  }

  example "unknown" "snapshots from elsewhere" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      snapshot_id       = "snap-0123456789abcdef0"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/xvdb"
        snapshot_id = "snap-0123456789abcdef0"
      }
    }

    resource "aws_launch_configuration" "app" {
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/xvdb"
        snapshot_id = "snap-0123456789abcdef0"
      }
    }

    resource "aws_launch_template" "app" {
      block_device_mappings {
        device_name = "/dev/xvdb"
        ebs {
          snapshot_id = "snap-0123456789abcdef0"
        }
      }
    }
  }

  example "unknown" "a device that may be one of an encrypted image" {
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0123456789abcdef0"
      source_ami_region = "us-east-1"
      encrypted         = true
    }

    resource "aws_launch_template" "app" {
      image_id = aws_ami_copy.base.id
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          volume_size = 30
        }
      }
    }
  }

  example "fail" "Spot requests with plain volumes" {
    resource "aws_spot_instance_request" "root" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = false
      }
    }

    resource "aws_spot_instance_request" "nothing" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_spot_instance_request" "data" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 10
      }
    }
  }

  example "fixed" "Spot requests with plain volumes" {
    resource "aws_spot_instance_request" "root" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
    }

    resource "aws_spot_instance_request" "nothing" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
    }

    resource "aws_spot_instance_request" "data" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 10
        encrypted   = true
      }
    }
  }

  example "fail" "Spot fleets with plain volumes" {
    resource "aws_spot_fleet_request" "root" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = false
        }
      }
    }

    resource "aws_spot_fleet_request" "nothing" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
      }
    }

    resource "aws_spot_fleet_request" "data" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = true
        }
        ebs_block_device {
          device_name = "/dev/sdf"
          volume_size = 10
        }
      }
    }

    resource "aws_spot_fleet_request" "unsaid" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          volume_size = 20
        }
      }
    }
  }

  example "fixed" "Spot fleets with plain volumes" {
    resource "aws_spot_fleet_request" "root" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = true
        }
      }
    }

    resource "aws_spot_fleet_request" "nothing" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = true
        }
      }
    }

    resource "aws_spot_fleet_request" "data" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = true
        }
        ebs_block_device {
          device_name = "/dev/sdf"
          volume_size = 10
          encrypted   = true
        }
      }
    }

    resource "aws_spot_fleet_request" "unsaid" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          volume_size = 20
          encrypted   = true
        }
      }
    }
  }

  example "pass" "Spot requests and fleets with encrypted volumes" {
    resource "aws_spot_instance_request" "spot_root" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
    }

    resource "aws_spot_instance_request" "spot_nothing" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
    }

    resource "aws_spot_instance_request" "spot_data" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 10
        encrypted   = true
      }
    }

    resource "aws_spot_fleet_request" "root" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = true
        }
      }
    }

    resource "aws_spot_fleet_request" "nothing" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = true
        }
      }
    }

    resource "aws_spot_fleet_request" "data" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        root_block_device {
          encrypted = true
        }
        ebs_block_device {
          device_name = "/dev/sdf"
          volume_size = 10
          encrypted   = true
        }
      }
    }
  }

  example "pass" "default encryption covers what a Spot fleet starts" {
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = true
    }

    resource "aws_spot_fleet_request" "plain" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        ebs_block_device {
          device_name = "/dev/sdf"
          volume_size = 10
        }
      }
    }
  }

  example "pass" "a Spot fleet from an encrypted image and snapshot" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "us-east-1a"
      size              = 10
      encrypted         = true
    }

    resource "aws_ebs_snapshot" "data" {
      volume_id = aws_ebs_volume.data.id
    }

    resource "aws_ami_copy" "app" {
      name              = "app"
      source_ami_id     = "ami-0123456789abcdef0"
      source_ami_region = "us-east-1"
      encrypted         = true
    }

    resource "aws_spot_fleet_request" "app" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = aws_ami_copy.app.id
        instance_type = "t3.micro"
        ebs_block_device {
          device_name = "/dev/sdf"
          snapshot_id = aws_ebs_snapshot.data.id
        }
      }
    }
  }
}
