control "EC2.1" {
  slug     = "ebs-snapshots-not-public"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "EBS snapshots cannot be restored by the public"
    ja = "EBS スナップショットが一般公開されていない"
  }
  why = {
    en = "Whoever restores a public snapshot has a full copy of the disk, with its data, keys and configuration. One wrong click shares it with every AWS account."
    ja = "公開されたスナップショットからは、誰でもデータや鍵、設定を含むディスクの完全なコピーを復元できます。公開は操作ミス 1 つで起こります。"
  }
  decides = "partly"
  limits = {
    en = "Which snapshots are shared with everybody is not written in Terraform: the provider can share only with single accounts. Judged is, where the Region's block is declared, whether it rules public snapshots out. Declare aws_ebs_snapshot_block_public_access in every Region in use."
    ja = "スナップショットの一般公開は Terraform では設定できず (プロバイダーが扱えるのは個別アカウントへの共有だけです)、コードからは判定できません。代わりに、リージョンのブロック設定が宣言されていれば、それで公開が防がれるかを判定します。利用中の全リージョンで aws_ebs_snapshot_block_public_access を宣言してください。"
  }
  config_rule = "ebs-snapshot-public-restorable-check"
  frameworks = {
    "aws-fsbp"       = ["EC2.1"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.4", "7.2.1"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC03-BP07", "SEC05-BP02"]
    "iso-27001-2022"                = ["A.8.1"]
    "soc2"                          = ["cc_6_6"]
    "nist-csf-2.0"                  = ["ds_5"]
  }

  check "aws_ebs_snapshot_block_public_access" {
    enforce {
      condition = attrs.state == "block-all-sharing"
      at        = "state"
      error_message = {
        en = "snapshots can be public in spite of the block (${attrs.state})"
        ja = "スナップショットの公開が完全にはブロックされていない (${attrs.state})"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "block public access to all snapshots"
        ja = "スナップショットへのパブリックアクセスをすべてブロックする"
      }
      warning = {
        en = "Snapshots that are public now can no longer be read by others while the block is on. The sharing itself stays: make such snapshots private too."
        ja = "有効な間、公開済みのスナップショットにも他のアカウントからアクセスできなくなります。共有設定そのものは残るため、該当するスナップショットは非公開に戻してください。"
      }
      set = { state = "block-all-sharing" }
    }
  }

  remediation {
    console = {
      en = ["Open Snapshots in the EC2 console, filter by public ones, and set each to Private under Modify permissions.", "Under Account attributes choose Data protection and security, and manage Block public access for EBS snapshots.", "Choose Block all public access, and repeat in every Region in use."]
      ja = ["EC2 コンソールの「スナップショット」で公開されているものを絞り込み、「許可の変更」で「プライベート」にする。", "「アカウントの属性」の「データ保護とセキュリティ」で、EBS スナップショットのブロックパブリックアクセスの「管理」を選ぶ。", "「すべてのパブリックアクセスをブロック」を選び、利用中の全リージョンで繰り返す。"]
    }
    cli = "aws ec2 enable-snapshot-block-public-access --state block-all-sharing --region REGION"
  }

  example "fail" "not blocked" {
    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = "unblocked"
    }
  }

  example "fixed" "not blocked" {
    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = "block-all-sharing"
    }
  }

  example "fail" "only new shares are blocked" {
    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = "block-new-sharing"
    }
  }

  example "pass" "all sharing is blocked" {
    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = "block-all-sharing"
    }
  }

  example "pass" "by a variable" {
    variable "state" {
      type    = string
      default = "block-all-sharing"
    }

    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = var.state
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "block-all-sharing"
    }

    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = terraform_data.later.output
    }
  }
}
